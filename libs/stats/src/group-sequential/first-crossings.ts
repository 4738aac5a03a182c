import { corridorOf, survivorsOf } from './design.js';
import type { SequentialDesign } from './design.js';
import { panels } from './quadrature.js';
import { densityAt } from './surviving-paths.js';
import type { SurvivingPaths } from './surviving-paths.js';

/** Panels in standard deviations of the step, and how far beyond the bound its normal density is followed: 1e-19. */
const PANEL = 1.5;
const REACH = 9;
/** Beyond a high bound the density falls like an exponential; a panel has at most so many of its e-folds. */
const FOLDS = 6;
/** Drifts are served in ranges of this width: a path that crosses under a strong drift lands further beyond. */
const RANGE = 8;

/** For each design, by the highest drift that is served. */
const known = new WeakMap<SequentialDesign, Map<number, readonly SurvivingPaths[]>>();

/**
 * Where the paths are that cross the upper bound first at a look, for each look but the last: their density without
 * drift beyond the bound, times the weight of the quadrature. `massOf` makes of it the probability of that crossing
 * under any drift, in a tenth of the time that `massAbove` takes, and a final interval asks for dozens of drifts.
 *
 * Below the lower bound of two sides it is the mirror image: the same under the drift turned round.
 *
 * Source: Jennison & Turnbull, Group sequential methods (2000), chapter 19.
 *
 * @param drift the largest, whichever its sign, that will be asked for
 */
export function firstCrossings(design: SequentialDesign, drift: number): readonly SurvivingPaths[] {
  const highest = RANGE * Math.max(1, Math.ceil(Math.abs(drift) / RANGE));
  const ranges = known.get(design) ?? new Map<number, readonly SurvivingPaths[]>();
  known.set(design, ranges);
  const found = ranges.get(highest);
  if (found !== undefined) return found;
  const crossings = survivorsOf(design)
    .slice(0, -1)
    .map((before, index) => {
      const { fraction: time = 1, bound = null } = design.looks[index] ?? {};
      const { upper } = corridorOf(design, time, bound);
      if (!Number.isFinite(upper)) return { time, nodes: new Float64Array(), masses: new Float64Array() };
      const deviation = Math.sqrt(time - before.time);
      const end = Math.max(upper, before.nodes.at(-1) ?? 0) + (REACH + highest * deviation) * deviation;
      const fall = (upper / time + highest) * deviation;
      const { nodes, weights } = panels(upper, end, Math.min(PANEL, FOLDS / fall) * deviation);
      const masses = weights.map((weight, node) => weight * densityAt(before, time, nodes[node] ?? 0));
      return { time, nodes, masses };
    });
  ranges.set(highest, crossings);
  return crossings;
}
