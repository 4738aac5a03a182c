import { StandardSchemaValidationPipe } from '@nestjs/common';
import type { FieldProblem } from '#libs/errors';
import { invalid } from '#libs/errors';

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  readonly code?: string;
  readonly keys?: readonly string[];
}

/** Every `schema` given to @Body, @Query and @Param is checked here; each issue becomes a JSON pointer, a rule and a sentence. */
export const validationPipe = (): StandardSchemaValidationPipe =>
  new StandardSchemaValidationPipe({ exceptionFactory: (issues) => refusal(issues) });

function refusal(issues: readonly Issue[]): Error {
  const problems = issues.slice(0, 100).flatMap(fieldProblems);
  const first = problems[0];
  const sentence = first === undefined ? '' : ` ${first.pointer === '' ? 'The body' : first.pointer}: ${first.detail}.`;
  return invalid(
    `The request breaks ${problems.length === 1 ? 'a rule' : `${problems.length} rules`}.${sentence}`,
    problems,
  );
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

const escapePart = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');
