import { STATUS_CODES } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { ownRefusals } from './decorators.js';
import { problemContent, problemSchema } from './problem-schema.js';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type Schema = Schemas[string];
type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Content = Readonly<Record<string, { readonly schema: Schema }>>;

/** What routes answer: the content by operationId, and the schemas that it refers to. */
export interface Answers {
  readonly answers: Readonly<Record<string, Content>>;
  readonly schemas: Readonly<Record<string, Schema>>;
}

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;
const none: Answers = { answers: {}, schemas: {} };

/** The OpenAPI description of an application's routes, from the schemas that they check with and the types that they answer. */
export function openApiDocument(app: INestApplication, title: string, answers = none): OpenAPIObject {
  const description = new DocumentBuilder()
    // The version whose schemas are JSON Schema, as ours are.
    .setOpenAPIVersion('3.1.0')
    .setTitle(title)
    .setDescription('Errors are application/problem+json (RFC 9457). Send a key as `Authorization: Bearer …`.')
    .setVersion('1')
    .addSecurity('key', { type: 'http', scheme: 'bearer' })
    .build();
  const document = SwaggerModule.createDocument(app, description, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  const contents = Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method];
      return operation === undefined ? [] : [describeAnswers(path, operation, answers)];
    }),
  );
  const schemas = document.components?.schemas ?? {};
  const described = { Problem: problemSchema, ...schemas, ...referred(contents, answers.schemas) };
  return { ...document, components: { ...document.components, schemas: described } };
}

/** Fills in the responses of a route, and gives the content of the good one. */
function describeAnswers(path: string, operation: Operation, { answers }: Answers): Content | undefined {
  const [status = '200', ...bare] = Object.keys(operation.responses);
  const content = answers[operation.operationId ?? ''];
  const extensions: Readonly<Record<string, unknown>> = { ...operation };
  const refusal = extensions[ownRefusals] === true ? content : problemContent;
  operation.responses = {
    [status]: { description: STATUS_CODES[status] ?? '', ...(content === undefined ? {} : { content }) },
    // What a route declares beside its answer has no body: 304.
    ...Object.fromEntries(bare.map((code) => [code, { description: STATUS_CODES[code] ?? '' }])),
    ...Object.fromEntries(
      refusalsOf(path, operation).map((code) => [
        code,
        { description: STATUS_CODES[code] ?? otherRefusals, ...(refusal === undefined ? {} : { content: refusal }) },
      ]),
    ),
  };
  return content;
}

const otherRefusals = 'Any other refusal: 409 for what does not fit the state of things, 429 for too much.';

/** The statuses with which a route may refuse: what it says itself, and what is refused before it. */
const refusalsOf = (path: string, { security, requestBody }: Operation): string[] => [
  '400',
  ...(security === undefined ? [] : ['401', '403']),
  ...(path.includes('{') ? ['404'] : []),
  ...(requestBody === undefined ? [] : ['413', '415']),
  '503',
  'default',
];

/** The schemas that these refer to, directly or not. */
function referred(contents: readonly unknown[], schemas: Readonly<Record<string, Schema>>): Record<string, Schema> {
  // A problem within an answer is the one that refuses.
  const found: Record<string, Schema> = { Problem: problemSchema };
  const names = (value: unknown): string[] =>
    [...JSON.stringify(value).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name = '']) => name);
  const open = names(contents);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const schema = schemas[name];
    if (schema === undefined || found[name] !== undefined) continue;
    found[name] = schema;
    open.push(...names(schema));
  }
  return found;
}
