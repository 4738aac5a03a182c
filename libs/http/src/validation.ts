import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { escapePart, invalid, type FieldProblem, type VerdictError } from '#libs/errors';
import { dropPrototypeNames } from './prototype-names.js';

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  readonly code?: string;
  readonly keys?: readonly string[];
}

interface Result {
  readonly value?: unknown;
  readonly issues?: readonly Issue[] | undefined;
}

/**
 * Every `schema` given to @Body, @Query and @Param is checked here; each issue becomes a pointer, a rule and a sentence.
 * Nest's own pipe does the same behind three promises and a walk through every body: this one answers at once where the
 * schema does, and bodies were walked, where need be, when they were read.
 */
export class ValidationPipe implements PipeTransform {
  transform(value: unknown, metadata: ArgumentMetadata): unknown {
    const { schema, type } = metadata;
    if (schema === undefined || type === 'custom') return value;
    if (type !== 'body') dropPrototypeNames(value);
    const result = schema['~standard'].validate(value);
    return result instanceof Promise ? result.then((one) => accepted(one, metadata)) : accepted(result, metadata);
  }
}

function accepted(result: Result, metadata: ArgumentMetadata): unknown {
  if (result.issues !== undefined) throw refusal(result.issues, metadata);
  return result.value;
}

/** Why one item of a body is refused, in the words for a whole one; pointers lead into the item. */
export const refusedItem = (issues: readonly Issue[]): VerdictError => refusal(issues, { type: 'body' });

function refusal(issues: readonly Issue[], metadata: ArgumentMetadata): VerdictError {
  const problems = issues
    .flatMap(fieldProblems)
    .slice(0, 100)
    .map((problem) => ({ ...problem, pointer: placeOf(problem.pointer, metadata) }));
  const first = problems[0];
  const sentence = first === undefined ? '' : ` ${first.pointer === '' ? 'The body' : first.pointer}: ${first.detail}.`;
  return invalid(
    `The request breaks ${problems.length === 1 ? 'a rule' : `${problems.length} rules`}.${sentence}`,
    problems,
  );
}

/** A part of the path is one value; a query has names where a body has fields. */
function placeOf(pointer: string, { type, data }: ArgumentMetadata): string {
  if (type === 'param') return `{${data ?? ''}}`;
  return type === 'query' ? `?${data ?? pointer.slice(1)}` : pointer;
}

/** Zod names unknown fields in one issue of their parent; here each is a problem of its own. */
function fieldProblems(issue: Issue): FieldProblem[] {
  const rule = issue.code ?? 'invalid';
  const parent = pointerOf(issue.path ?? []);
  if (rule === 'unrecognized_keys' && issue.keys !== undefined)
    return issue.keys.map((key) => ({
      pointer: `${parent}/${escapePart(key)}`,
      rule: 'unknown_field',
      detail: 'no such field here',
    }));
  return [{ pointer: parent, rule, detail: issue.message }];
}

const pointerOf = (path: NonNullable<Issue['path']>): string =>
  path.map((part) => `/${escapePart(String(typeof part === 'object' ? part.key : part))}`).join('');
