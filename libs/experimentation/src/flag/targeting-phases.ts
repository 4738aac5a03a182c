import type { FlagContent, SavedGroupView } from '#libs/contracts';
import type { Transaction } from '#libs/postgres';
import { groupsReached } from './group-users.js';
import { groupsNamedIn } from './groups-named.js';

interface Published {
  readonly key: string;
  readonly published: FlagContent;
}

/** Who is meant by a flag's rules of one experiment. */
interface Targeted {
  /** Is another exactly where somebody else may be meant. */
  readonly text: string;
  /** What it is made of: conditions and prerequisites. */
  readonly parts: unknown;
}

/**
 * By experiment. Who comes to a rule is decided by the rules before it, too; what they give, and to which share by the hash, is
 * no matter of who is meant: a ramp mixes nobody.
 */
export function targetedBy(content: FlagContent | null): ReadonlyMap<string, Targeted> {
  if (content === null || content.archived) return new Map();
  const met: object[] = [];
  const found = new Map<string, object[]>();
  for (const rule of content.rules) {
    const { kind, condition, prerequisites, layer } = rule;
    const attribute = rule.kind === 'force' ? undefined : rule.attribute;
    met.push({ kind, condition, prerequisites, layer, attribute });
    if (rule.kind === 'experiment') found.set(rule.experiment, [...(found.get(rule.experiment) ?? []), [...met]]);
  }
  const { prerequisites } = content;
  return new Map(
    [...found].map(([key, parts]) => [
      key,
      { text: JSON.stringify([prerequisites, parts]), parts: [prerequisites, parts] },
    ]),
  );
}

/** Opens phases in the running experiments of whose units a change of a flag, now published, may change who is meant. */
export async function openPhasesOfFlag(
  transaction: Transaction,
  key: string,
  { before, after }: { readonly before: FlagContent | null; readonly after: FlagContent | null },
  at: Date,
): Promise<void> {
  const [earlier, later] = [targetedBy(before), targetedBy(after)];
  const own = [...new Set([...earlier.keys(), ...later.keys()])];
  await open(
    transaction,
    key,
    own.filter((one) => earlier.get(one)?.text !== later.get(one)?.text),
    at,
  );
  if (givenBy(before) === givenBy(after)) return;
  const flags = await transaction.query<Published>('flag/list_published');
  const contents = new Map(flags.map((one) => [one.key, one.published]));
  for (const flag of flags.filter((one) => one.key !== key))
    await open(
      transaction,
      flag.key,
      touched(flag, (parts) => flagsReached(parts, contents).has(key)),
      at,
    );
}

/** The same of a saved group that holds others now. */
export async function openPhasesOfGroup(transaction: Transaction, group: string, at: Date): Promise<void> {
  const groups = await transaction.query<SavedGroupView>('saved_group/list_saved_groups');
  const conditions = new Map(groups.map((one) => [one.key, one.condition]));
  const flags = await transaction.query<Published>('flag/list_published');
  const contents = new Map(flags.map((one) => [one.key, one.published]));
  const isReached = (parts: unknown): boolean => {
    const behind = [...flagsReached(parts, contents)].map((key) => contents.get(key));
    return groupsReached(groupsNamedIn([parts, behind]), conditions).has(group);
  };
  for (const flag of flags) await open(transaction, flag.key, touched(flag, isReached), at);
}

async function open(transaction: Transaction, flag: string, keys: readonly string[], at: Date): Promise<void> {
  if (keys.length === 0) return;
  await transaction.query('experiment/insert_targeting_phases', { keys, flag, began_at: at });
}

const touched = ({ published }: Published, is: (parts: unknown) => boolean): string[] =>
  [...targetedBy(published)].flatMap(([key, { parts }]) => (is(parts) ? [key] : []));

/** What a flag gives to whom: what others that need it go by. */
const givenBy = (content: FlagContent | null): string =>
  JSON.stringify(content, (name, value: unknown) =>
    ['coverage', 'ramp', 'description'].includes(name) ? null : value,
  );

/** Flags that are prerequisites, and theirs in turn. */
function flagsReached(parts: unknown, contents: ReadonlyMap<string, FlagContent>): ReadonlySet<string> {
  const reached = new Set(flagsNamedIn(parts));
  for (const one of reached) for (const next of flagsNamedIn(contents.get(one))) reached.add(next);
  return reached;
}

/** As `prerequisites` name them. */
function flagsNamedIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'flag' in value && typeof value.flag === 'string' ? [value.flag] : [];
  return [...own, ...Object.values(value).flatMap(flagsNamedIn)];
}
