import { canonicalJson } from '#libs/events';
import type { ReplayDifference, ReplayedPart } from '#libs/contracts';

type Fields = Readonly<Record<string, unknown>>;

/** Field by field, as JSON: equal means bit for bit, whatever the order of their fields. What is absent is null. */
export function compare(stored: Fields, replayed: Fields): ReplayedPart {
  const names = [...new Set([...Object.keys(stored), ...Object.keys(replayed)])].toSorted();
  const differences = names.flatMap((name): ReplayDifference[] => {
    const [one, other] = [stored[name] ?? null, replayed[name] ?? null];
    return canonicalJson(one) === canonicalJson(other) ? [] : [{ name, stored: one, replayed: other }];
  });
  return { equal: differences.length === 0, differences };
}
