import type { ExperimentChangeView, FlagChangeView, Principal } from '#libs/contracts';

type Change = Pick<ExperimentChangeView | FlagChangeView, 'action' | 'by'>;

/** What writes a part of a draft. */
export const flagWriting = ['create', 'edit'] as const;
export const experimentWriting = ['create', 'update', 'rollback'] as const;

const ending: ReadonlySet<string> = new Set(['publish', 'discard']);

/**
 * Whether somebody has written a part of a draft, and so does not approve it; the server has the last word, which also
 * knows keys that they made.
 * @param changes newest first; of a flag those before its last publication are of another draft
 */
export function hasWritten(
  person: Principal | null | undefined,
  changes: readonly Change[],
  writing: readonly string[],
): boolean {
  for (const { action, by } of changes) {
    if (ending.has(action)) return false;
    if (by.id === person?.id && writing.includes(action)) return true;
  }
  return false;
}
