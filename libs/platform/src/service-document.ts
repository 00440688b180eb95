import type { OpenAPIObject } from '@nestjs/swagger';
import { pino } from 'pino';
import type { z } from 'zod';
import { type BootstrapOptions, assemble } from './assemble.js';
import { openApi } from './http/open-api.js';
import type { ServiceApp } from './service-app.js';

/** The OpenAPI document that the service serves at `/docs-json`, created without listening or connecting. */
export async function openApiOf<Shape extends z.ZodRawShape>(
  app: ServiceApp<Shape>,
  environment: BootstrapOptions['environment'],
): Promise<OpenAPIObject> {
  const logger = pino({ level: 'silent' });
  const { nest, broker, pool, waitPool, workPool } = await assemble(app, {
    ...(environment && { environment }),
    logger,
  });
  try {
    return openApi(nest, app);
  } finally {
    await Promise.all([nest.close(), broker.close(), pool.end(), waitPool.end(), workPool.end()]);
  }
}
