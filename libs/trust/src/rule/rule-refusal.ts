import { invalid, notFound, type VerdictError } from '#libs/errors';
import type { RuleProblem } from '#libs/scoring';

export const noSuchRule = (): VerdictError => notFound('There is no rule of this id.');

/** Every problem of a rule's text with its place in it; `at` goes before each pointer. */
export function refusedRule(found: readonly RuleProblem[], at = ''): VerdictError {
  const problems = found.map(({ pointer, rule, detail, position }) => ({
    pointer: `${at}${pointer}`,
    rule,
    detail: position === undefined ? detail : `line ${position.line}, column ${position.column}: ${detail}`,
  }));
  return invalid(`The rule cannot be saved: ${problems[0]?.detail ?? 'it is wrong'}.`, problems);
}
