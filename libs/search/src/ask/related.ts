import type { HistoryRelative, HistoryShare } from '#libs/contracts';
import type { SharedValue } from '../history.js';

const relativesShown = 100;

/**
 * Who shares something with an entity, each once: a visitor who became a backer counts as her. Those who share most kinds of
 * things first, then those with most items.
 */
export function relativesOf(
  shared: readonly SharedValue[],
  backers: ReadonlyMap<string, string>,
  self: string,
): HistoryRelative[] {
  const found = new Map<string, { by: Set<HistoryShare>; items: number; flagged: number; lastTime: number }>();
  for (const { by, sharers } of shared)
    for (const sharer of sharers) {
      const id = backers.get(sharer.id) ?? sharer.id;
      if (id === self) continue;
      const known = found.get(id) ?? { by: new Set(), items: 0, flagged: 0, lastTime: 0 };
      known.by.add(by);
      known.items += sharer.items;
      known.flagged += sharer.flagged;
      known.lastTime = Math.max(known.lastTime, sharer.lastTime);
      found.set(id, known);
    }
  return [...found]
    .map(([id, { by, items, flagged, lastTime }]) => ({
      id,
      by: [...by],
      items,
      flagged,
      last_time: new Date(lastTime).toISOString(),
    }))
    .sort(
      (left, right) => right.by.length - left.by.length || right.items - left.items || (left.id < right.id ? -1 : 1),
    )
    .slice(0, relativesShown);
}
