import { type DynamicModule, Module, type Provider, StandardSchemaValidationPipe } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { systemTimers } from '@waybill/kernel';
import type { Metrics } from '@waybill/observability';
import type { Logger } from 'pino';
import { AuthGuard } from '../auth.js';
import { nestLogger } from '../runtime/nest-logger.js';
import type { Composition, ServiceApp } from '../service-app.js';
import type { OpenRequests } from '../quotas/open-requests.js';
import type { RateLimits } from '../quotas/rate-limits.js';
import { requireAccess } from './access.js';
import { limitBodies } from './bodies.js';
import { compressResponses } from './compression.js';
import { type Origins, allowOrigins } from './cors.js';
import { DeadLettersController } from './dead-letters.js';
import { answerInTime } from './deadline.js';
import { acceptFeeds } from './feed.js';
import type { ManagementPort } from './management-port.js';
import { refuseUnreadableBodies } from './media-types.js';
import { OperationsController } from './operations.js';
import { PreconditionsGuard, answerConditionally } from './conditional.js';
import { openApi, titleOf } from './open-api.js';
import { ProblemFilter, invalidInput } from './problem.js';
import { requireRecords } from './records.js';
import { protectResponses } from './headers.js';
import { RequestLog } from './request-log.js';
import { QueryGuard } from './query.guard.js';
import { Schemas, SchemasController } from './schemas.js';
import { StartedGuard } from './started.guard.js';
import { ROUTED, refuseBadUrls } from './text.js';
import { refuseUnroutable, unparsedRequests } from './unrouted.js';
import { TrailController } from './trail.js';
import { closeConnectionsWhen } from './stopping-connections.js';

@Module({})
class ServiceModule {}

/** Provides instances from the app's `compose` under their classes. Nest does not create them. */
function provided(instances: readonly object[]): Provider[] {
  return instances.map((instance) => ({
    provide: instance.constructor,
    // A factory, because otherwise the CQRS buses do not find the class of the handler.
    useFactory: () => instance,
    inject: [],
  }));
}

export interface HttpAppOptions {
  readonly app: Pick<ServiceApp, 'name' | 'description' | 'errors' | 'tags' | 'messageTypes'>;
  readonly composition: Composition;
  /** Instances of the platform that controllers ask for, by class. */
  readonly platform: readonly Provider[];
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly open: OpenRequests;
  readonly limits: RateLimits;
  readonly management: ManagementPort;
  /** The service is shutting down: it still serves requests, and closes each connection after its response. */
  readonly stopping: () => boolean;
  /** Milliseconds in which a request has its response. */
  readonly deadlineMs: number;
  /** Milliseconds in which a request arrives, with its body. */
  readonly receiveMs: number;
  /** Addresses of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[] | undefined;
  /** Of the pages that may call the API. */
  readonly origins?: Origins;
}

/** Creates the Nest application with the controllers of app and platform, authentication, validation, error responses and OpenAPI. */
export async function createHttpApp(options: HttpAppOptions): Promise<NestFastifyApplication> {
  const { app, composition, platform, logger, metrics } = options;
  const { open, limits, management, stopping, trustedProxies, origins } = options;
  const controllers = [
    ...composition.controllers,
    OperationsController,
    DeadLettersController,
    SchemasController,
    TrailController,
  ];
  requireAccess(controllers);
  requireRecords(controllers);
  const module: DynamicModule = {
    module: ServiceModule,
    imports: [CqrsModule.forRoot()],
    controllers,
    providers: [
      ...provided(composition.provide),
      ...platform,
      { provide: Schemas, useValue: new Schemas(app.messageTypes) },
      { provide: APP_GUARD, useClass: AuthGuard },
      { provide: APP_GUARD, useClass: StartedGuard },
      { provide: APP_GUARD, useClass: PreconditionsGuard },
      { provide: APP_GUARD, useClass: QueryGuard },
    ],
  };
  const log = new RequestLog(logger, metrics);
  const adapter = new FastifyAdapter({
    ...ROUTED,
    ...unparsedRequests({ log, origins, management, receiveMs: options.receiveMs }),
    trustProxy: trustedProxies ? [...trustedProxies] : false,
    forceCloseConnections: 'idle',
    // Requests that were received before the close still get their response.
    return503OnClosing: false,
  });
  const nest = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    // Webhook signatures cover the raw bytes.
    rawBody: true,
    logger: nestLogger(logger),
  });
  nest.useGlobalPipes(new StandardSchemaValidationPipe({ exceptionFactory: invalidInput }));
  nest.useGlobalFilters(
    new ProblemFilter(app.errors ?? {}, (error, correlationId) =>
      logger.error({ err: error, correlationId }, 'request failed'),
    ),
  );
  const fastify = adapter.getInstance();
  allowOrigins(nest, fastify, origins, management);
  // First, so that requests which later hooks refuse are traced and logged, too.
  log.register(fastify);
  answerConditionally(fastify);
  protectResponses(fastify);
  compressResponses(fastify);
  management.separate(fastify);
  refuseUnroutable(fastify, management);
  refuseBadUrls(fastify);
  refuseUnreadableBodies(nest, fastify);
  limitBodies(nest, fastify);
  await limits.register(fastify);
  answerInTime(fastify, options.deadlineMs, systemTimers);
  acceptFeeds(fastify);
  closeConnectionsWhen(stopping, fastify);
  // They would delay the end of the server.
  fastify.addHook('preClose', (done) => {
    open.endStreams();
    done();
  });
  SwaggerModule.setup('docs', nest, () => openApi(nest, app), { customSiteTitle: titleOf(app) });
  // Relative, because a proxy may serve the service below a path.
  fastify.get('/', (_, reply) => reply.redirect('./docs'));
  return nest;
}
