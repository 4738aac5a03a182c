import type { FlagContent } from '#libs/contracts';
import type { FieldProblem } from '#libs/errors';
import type { PublishedFlag } from './flag.js';

/** Flags that need flags, one below the other: what nobody follows any more. Evaluation gives up at twice as many. */
const MOST_LEVELS = 32;

/** Prerequisites must be answered by, must not lead back to the flag, and must end after some levels. */
export function prerequisiteProblems(
  key: string,
  content: FlagContent,
  flags: readonly PublishedFlag[],
): FieldProblem[] {
  const needs = new Map(flags.map((flag) => [flag.key, neededBy(flag.content)]));
  const named = placesOf(content);
  needs.set(
    key,
    named.map(({ flag }) => flag),
  );
  const problems = named.flatMap(({ flag, pointer }): FieldProblem[] => {
    if (flag !== key && !needs.has(flag))
      return [{ pointer, rule: 'known_flag', detail: `no flag ${flag} is published` }];
    const way = wayTo(key, flag, needs);
    if (way === undefined) return [];
    return [{ pointer, rule: 'no_cycle', detail: `it leads back to this flag: ${[key, ...way].join(' → ')}` }];
  });
  if (problems.length > 0 || named.length === 0 || levels(needs) <= MOST_LEVELS) return problems;
  const detail = `with it, flags would need flags over more than ${MOST_LEVELS} levels`;
  return [{ pointer: named[0]?.pointer ?? '', rule: 'prerequisite_levels', detail }];
}

const placesOf = ({ prerequisites, rules }: FlagContent): { flag: string; pointer: string }[] => [
  ...prerequisites.map(({ flag }, index) => ({ flag, pointer: `/prerequisites/${index}/flag` })),
  ...rules.flatMap((rule, at) =>
    (rule.prerequisites ?? []).map(({ flag }, index) => ({
      flag,
      pointer: `/rules/${at}/prerequisites/${index}/flag`,
    })),
  ),
];

const neededBy = (content: FlagContent): string[] =>
  content.archived ? [] : placesOf(content).map(({ flag }) => flag);

/** The flags on a way from one to another, both included; undefined where there is none. */
function wayTo(target: string, from: string, needs: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const cameFrom = new Map<string, string | undefined>([[from, undefined]]);
  for (const [flag] of cameFrom) {
    if (flag === target) return backFrom(flag, cameFrom);
    for (const next of needs.get(flag) ?? []) if (!cameFrom.has(next)) cameFrom.set(next, flag);
  }
  return undefined;
}

function backFrom(flag: string, cameFrom: ReadonlyMap<string, string | undefined>): string[] {
  const way: string[] = [];
  for (let at: string | undefined = flag; at !== undefined; at = cameFrom.get(at)) way.unshift(at);
  return way;
}

/** Flags on the longest way; there are no cycles among them. */
function levels(needs: ReadonlyMap<string, readonly string[]>): number {
  const heights = new Map<string, number>();
  const heightOf = (flag: string): number => {
    const known = heights.get(flag);
    if (known !== undefined) return known;
    // Set before its own are known, so that even a cycle that got in would end.
    heights.set(flag, 1);
    const height = 1 + Math.max(0, ...(needs.get(flag) ?? []).map(heightOf));
    heights.set(flag, height);
    return height;
  };
  return Math.max(0, ...[...needs.keys()].map(heightOf));
}
