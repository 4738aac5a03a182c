import { describe, expect, it } from '@jest/globals';
import { read } from '../support/repository.js';

interface Content {
  readonly [type: string]: { readonly schema: Schema };
}

interface Schema {
  readonly type?: string;
  readonly items?: Schema;
  readonly properties?: object;
}

interface Operation {
  readonly summary?: string;
  readonly requestBody?: object;
  readonly security?: readonly object[];
  readonly 'x-own-refusals'?: boolean;
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}

const documents = ['experiment', 'risk'].map(
  (name) =>
    JSON.parse(read(`openapi/${name}.json`)) as {
      readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
      readonly components: { readonly schemas: Readonly<Record<string, object>> };
    },
);

const routes = documents.flatMap(({ paths }) =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
  ),
);

/** They answer with events, which have no schema. */
const streams = new Set(['GET /sub/{clientKey}', 'GET /ofrep/v1/events']);

const without = (holds: (operation: Operation, name: string) => boolean): string[] =>
  routes.filter(({ operation, name }) => !holds(operation, name)).map(({ name }) => name);

describe('the description of every route', () => {
  it('says in a few words what it does, each in its own', () => {
    expect(routes.length).toBeGreaterThan(90);
    expect(without(({ summary = '' }) => /^[A-Z].{3,99}[^.]$/.test(summary))).toEqual([]);
    for (const { paths } of documents) {
      const summaries = Object.values(paths).flatMap((methods) =>
        Object.values(methods).map(({ summary }) => summary ?? ''),
      );
      expect(summaries.filter((one, index) => summaries.indexOf(one) !== index)).toEqual([]);
    }
  });

  it('has the schema of what it answers, unless that is nothing', () => {
    const isTold = ({ type, items, properties }: Schema): boolean =>
      items === undefined ? type !== 'object' || properties !== undefined : isTold(items);
    const answers = ({ responses }: Operation, name: string): boolean =>
      streams.has(name) ||
      Object.entries(responses)
        .filter(([status]) => status.startsWith('2') && status !== '204')
        .every(([, { content = {} }]) => {
          const schemas = Object.values(content);
          return schemas.length > 0 && schemas.every(({ schema }) => isTold(schema));
        });
    expect(without(answers)).toEqual([]);
  });

  it('has its refusals: of what was sent, of who asks, of what is not there', () => {
    const expected = ({ security, requestBody }: Operation, name: string): string[] => [
      '400',
      '503',
      'default',
      ...(security === undefined ? [] : ['401', '403']),
      ...(name.includes('{') ? ['404'] : []),
      ...(requestBody === undefined ? [] : ['413', '415']),
    ];
    const refuses = (operation: Operation, name: string): boolean =>
      expected(operation, name).every((status) => {
        const { content = {} } = operation.responses[status] ?? {};
        // Clients of other protocols know the shape of these only.
        const type = operation['x-own-refusals'] === true ? 'application/json' : 'application/problem+json';
        return streams.has(name) || content[type] !== undefined;
      });
    expect(without(refuses)).toEqual([]);
  });

  it('refers to schemas that are there', () => {
    for (const { paths, components } of documents) {
      const named = [...JSON.stringify({ paths, components }).matchAll(/"#\/components\/schemas\/(\w+)"/g)];
      expect(named.length).toBeGreaterThan(100);
      expect(named.map(([, name = '']) => name).filter((name) => components.schemas[name] === undefined)).toEqual([]);
    }
  });
});
