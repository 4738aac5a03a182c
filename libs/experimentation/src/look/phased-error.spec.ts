import { describe, expect, it } from '@jest/globals';
import { isInsufficient, phaseWeighted, sequentialDesign, type SampleStatistics } from '#libs/stats';

/** mulberry32 */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const runs = 4_000;
/** Units that come between looks, of A and B: the split changes after two of six. */
const steps = [
  [500, 500],
  [500, 500],
  [1_000, 100],
  [1_000, 100],
  [1_000, 100],
  [1_000, 100],
] as const;
const phaseOf = (step: number): number => (step < 2 ? 0 : 1);
const informationOf = (a: number, b: number): number => (a * b) / (a + b);

/** What the phases have told after each look: the sum of theirs. */
const informations = steps.map((_, step) =>
  [0, 1].reduce((sum, phase) => {
    const own = steps.filter((__, index) => index <= step && phaseOf(index) === phase);
    const [a, b] = [own.reduce((so, one) => so + one[0], 0), own.reduce((so, one) => so + one[1], 0)];
    return sum + (a === 0 ? 0 : informationOf(a, b));
  }, 0),
);

describe('looks across a change of weights', () => {
  it('find something where there is nothing in 5 %, though the units of before and after differ', () => {
    const fractions = informations.map((one) => one / informations.at(-1)!);
    const design = sequentialDesign({ alpha: 0.05, sides: 2, spending: 'pocock' }, fractions);
    if (isInsufficient(design)) throw new Error(design.detail);
    const random = uniform(7);
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    let alarms = 0;
    for (let run = 0; run < runs; run += 1) {
      const phases = [0, 1].map(() => ({ n: [0, 0], sum: [0, 0] }));
      let isFound = false;
      for (const [step, counts] of steps.entries()) {
        const phase = phases[phaseOf(step)]!;
        // A unit’s value is N(5 × phase, 1), whichever variant it met.
        for (const side of [0, 1] as const) {
          phase.n[side]! += counts[side];
          phase.sum[side]! += counts[side] * 5 * phaseOf(step) + Math.sqrt(counts[side]) * normal();
        }
        const side = ({ n, sum }: (typeof phases)[number], of: 0 | 1): SampleStatistics => ({
          n: n[of]!,
          mean: sum[of]! / n[of]!,
          variance: 1,
        });
        const strata = phases.filter(({ n }) => n[0]! > 0);
        const found = phaseWeighted(
          strata.map((one, index) => ({ name: String(index), control: side(one, 0), treatment: side(one, 1) })),
        );
        if (isInsufficient(found)) throw new Error(found.detail);
        const { control: a, treatment: b } = found;
        const variance = a.variance / a.n + b.variance / b.n;
        // The information that the bounds are for is what the estimate has.
        if (run === 0) expect(variance * informations[step]!).toBeCloseTo(1, 9);
        const bound = design.looks[step]?.bound ?? Infinity;
        isFound ||= Math.abs(b.mean - a.mean) / Math.sqrt(variance) >= bound;
      }
      alarms += Number(isFound);
    }
    const error = 3 * Math.sqrt((0.05 * 0.95) / runs);
    expect(alarms / runs).toBeLessThan(0.05 + error);
    expect(alarms / runs).toBeGreaterThan(0.05 - error);
  });
});
