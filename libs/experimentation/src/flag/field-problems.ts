import { isShare } from '#libs/bucketing';
import type { FlagType } from '#libs/contracts';
import type { FieldProblem } from '#libs/errors';

export function valueProblems(type: FlagType, value: unknown, pointer: string): FieldProblem[] {
  if (type === 'json' || typeof value === type) return [];
  return [{ pointer, rule: 'value_type', detail: `the flag gives a ${type}, and this is none` }];
}

export const coverageProblems = (coverage: number, pointer: string): FieldProblem[] =>
  isShare(coverage)
    ? []
    : [{ pointer, rule: 'coverage_range', detail: `the coverage must lie between 0 and 1, not ${coverage}` }];

/** The same problems, as of a part of something larger. */
export const within = (pointer: string, problems: readonly FieldProblem[]): FieldProblem[] =>
  problems.map((problem) => ({ ...problem, pointer: `${pointer}${problem.pointer}` }));
