import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { ServiceApp } from '../service-app.js';

/** The OpenAPI document of a service's HTTP surface. */
export function openApi(
  nest: NestFastifyApplication,
  app: Pick<ServiceApp, 'name' | 'description'>,
): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle(`Waybill ${app.name}`)
    .setDescription(app.description)
    .setVersion('1')
    .addBearerAuth()
    .build();
  return SwaggerModule.createDocument(nest, config);
}
