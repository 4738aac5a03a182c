import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { parse } from 'yaml';

interface Description {
  readonly paths: Readonly<
    Record<string, { readonly post: { readonly responses: Readonly<Record<string, { readonly content?: object }>> } }>
  >;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

const single = '/ofrep/v1/evaluate/flags/{key}';
const bulk = '/ofrep/v1/evaluate/flags';

/**
 * The protocol's own description, to hold answers to. In two places it cannot be taken by the letter: an integer is a float
 * too, and whatever has a value also fits the flag without one, so that its `oneOf` would refuse every value. The flag without
 * a value is taken to have none, and a value to be of one kind at least.
 */
export class OfrepDescription {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });
  private readonly paths: Description['paths'];

  constructor(file: string) {
    const { paths, components } = parse(readFileSync(file, 'utf8')) as Description;
    this.paths = paths;
    formats.default(this.ajv);
    this.ajv.addFormat('float', true);
    const schemas = {
      ...components.schemas,
      codeDefaultFlag: { ...components.schemas['codeDefaultFlag'], not: { required: ['value'] } },
    };
    const text = JSON.stringify(schemas, (name, value: unknown) =>
      name === 'evaluationSuccess' ? JSON.parse(JSON.stringify(value).replaceAll('"oneOf"', '"anyOf"')) : value,
    );
    this.ajv.addSchema({ $id: 'ofrep', components: { schemas: JSON.parse(text) as object } });
  }

  /** What is wrong with an answer; empty where it is as the file has it. */
  faultsOf(path: string, status: number, body: unknown): string[] {
    const pattern = path.split('?', 1)[0] === bulk ? bulk : single;
    const response = this.paths[pattern]?.post.responses[status];
    if (response === undefined) return [`${path}: the status ${status} is not in the file`];
    const { content } = response as { content?: Readonly<Record<string, { schema: { $ref: string } }>> };
    const reference = content?.['application/json']?.schema.$ref;
    if (reference === undefined) return [];
    const validate = this.validator(`ofrep${reference}`);
    return validate(body)
      ? []
      : [`${path} ${status}: ${this.ajv.errorsText(validate.errors)} in ${JSON.stringify(body)}`];
  }

  /** What is wrong with an event's data. */
  faultsOfEvent(data: unknown): string[] {
    const validate = this.validator('ofrep#/components/schemas/sseEventData');
    return validate(data) ? [] : [this.ajv.errorsText(validate.errors)];
  }

  private validator(reference: string): ValidateFunction {
    return this.ajv.getSchema(reference) ?? this.ajv.compile({ $ref: reference });
  }
}
