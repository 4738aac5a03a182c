import type { FlagContent, SavedGroupView } from '#libs/contracts';
import type { Transaction } from '#libs/postgres';
import { groupsNamedIn } from './groups-named.js';

interface FlagContents {
  readonly key: string;
  readonly published: FlagContent | null;
  readonly draft: FlagContent | null;
  readonly approved: boolean;
}

/** Flags, drafts included, and groups that name this group themselves. */
export async function usersOf(key: string, transaction: Transaction): Promise<string[]> {
  const groups = await transaction.query<SavedGroupView>('saved_group/list_saved_groups');
  const flags = await transaction.query<FlagContents>('flag/list_contents');
  return [
    ...groups.filter(({ condition }) => groupsNamedIn(condition).has(key)).map((one) => `the group ${one.key}`),
    ...flags
      .filter(({ published, draft }) => groupsNamedIn([published, draft]).has(key))
      .map((one) => `the flag ${one.key}`),
  ];
}

/** Flags for which this group counts, directly or through others, in what is answered by or was approved to be. */
export async function reviewedUsersOf(key: string, transaction: Transaction): Promise<string[]> {
  const groups = await transaction.query<SavedGroupView>('saved_group/list_saved_groups');
  const flags = await transaction.query<FlagContents>('flag/list_contents');
  const conditions = new Map(groups.map((group) => [group.key, group.condition]));
  return flags
    .filter(({ published, draft, approved }) =>
      groupsReached(groupsNamedIn([published, approved ? draft : null]), conditions).has(key),
    )
    .map((one) => one.key);
}

/** The groups named, and those that their conditions name in turn. */
export function groupsReached(
  named: ReadonlySet<string>,
  conditions: ReadonlyMap<string, SavedGroupView['condition']>,
): ReadonlySet<string> {
  const reached = new Set(named);
  for (const one of reached) for (const next of groupsNamedIn(conditions.get(one))) reached.add(next);
  return reached;
}
