import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { FastifyRequest } from 'fastify';
import { projectRoot } from '#libs/config';
import { openApiDocument, type Answers, type HttpService } from '#libs/http';

interface Response {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, Response>>;
}

/**
 * Holds every answer of a service to its description: status, type of content and schema, with no field more. Whoever
 * tests a route tests its description with it.
 * @returns what was answered otherwise, so far
 */
export function watchAnswers(app: HttpService): readonly string[] {
  const answers = JSON.parse(readFileSync(join(projectRoot(), 'openapi/answers.json'), 'utf8')) as Answers;
  const document = openApiDocument(app, 'Test', answers);
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  const schemas = closed(document.components?.schemas ?? {});
  ajv.addSchema({ $id: 'description', components: { schemas } });
  const wrong: string[] = [];
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const operation = operationOf(document.paths, request);
    const fault =
      operation && faultOf(ajv, operation, reply.statusCode, String(reply.getHeader('content-type')), payload);
    if (fault !== undefined) wrong.push(`${request.method} ${request.url} ${reply.statusCode}: ${fault}`);
    done();
  });
  return wrong;
}

function faultOf(ajv: Ajv2020, { operationId, responses }: Operation, status: number, type: string, payload: unknown) {
  const described = responses[String(status)] ?? (status >= 400 ? responses['default'] : undefined);
  if (described === undefined) return 'the status is not described';
  const { content } = described;
  // Routes of a test's own are not described.
  if (content === undefined) return undefined;
  const found = content[type.split(';', 1)[0] ?? ''];
  if (found === undefined) return `the type ${type} is not described`;
  const text = Buffer.isBuffer(payload) ? payload.toString() : payload;
  if (typeof text !== 'string' || !type.includes('json')) return undefined;
  const id = `${operationId} ${status}`;
  if (ajv.getSchema(id) === undefined) ajv.addSchema(closed(referring(found.schema)), id);
  return ajv.validate(id, JSON.parse(text)) ? undefined : ajv.errorsText();
}

const operationOf = (paths: object, request: FastifyRequest): Operation | undefined => {
  const path = (request.routeOptions.url ?? '').replaceAll(/:(\w+)/g, '{$1}');
  const items = paths as Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  return items[path]?.[request.method.toLowerCase()];
};

/** As a schema beside those that it refers to. */
const referring = (schema: object): object =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"description#/components')) as object;

/** With no other fields than the described ones. */
function closed(value: unknown): AnySchema {
  return JSON.parse(JSON.stringify(value), (_, part: unknown) =>
    typeof part === 'object' && part !== null && 'properties' in part && 'type' in part && part.type === 'object'
      ? { additionalProperties: false, ...part }
      : part,
  ) as AnySchema;
}
