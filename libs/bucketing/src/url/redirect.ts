import type { CompiledTrial } from '../flag/compile-trial.js';
import type { Run } from '../flag/result.js';

/** Where a page is to lead, and the experiment that says so. */
export interface Redirect {
  readonly run: Run;
  /** As the variation has it. */
  readonly target: string;
  /** With the query of the page, where the experiment keeps it. */
  readonly url: string;
}

/** The redirect of the first experiment that has one for this page; a page is led away once. */
export function redirectOf(
  trials: readonly CompiledTrial[],
  page: string,
  evaluate: (trial: CompiledTrial) => Run,
): Redirect | null {
  for (const trial of trials) {
    if (trial.urlTargets === undefined) continue;
    const run = evaluate(trial);
    const target = targetOf(run.variation.value);
    if (!run.inExperiment || target === undefined) continue;
    return { run, target, url: trial.definition.persistQueryString === true ? withQueryOf(page, target) : target };
  }
  return null;
}

const targetOf = (variation: unknown): string | undefined =>
  typeof variation === 'object' &&
  variation !== null &&
  'urlRedirect' in variation &&
  typeof variation.urlRedirect === 'string'
    ? variation.urlRedirect
    : undefined;

/** The query of the page goes along; the target's own names win. */
function withQueryOf(page: string, target: string): string {
  try {
    const merged = new URL(target);
    for (const [name, value] of new URL(page).searchParams) {
      if (!merged.searchParams.has(name)) merged.searchParams.set(name, value);
    }
    return merged.toString();
  } catch {
    return target;
  }
}
