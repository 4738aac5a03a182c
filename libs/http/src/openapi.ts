import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

/** The OpenAPI description of an application's routes, from the schemas that they check with. */
export function openApiDocument(app: INestApplication, title: string): OpenAPIObject {
  const description = new DocumentBuilder()
    .setTitle(title)
    .setDescription('Errors are application/problem+json (RFC 9457). Send a key as `Authorization: Bearer …`.')
    .setVersion('1')
    .addSecurity('key', { type: 'http', scheme: 'bearer' })
    .build();
  return SwaggerModule.createDocument(app, description, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
}
