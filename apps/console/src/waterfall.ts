import type { ReasonTerm } from '#libs/contracts';

/** One term on the way from the base rate to the score; places are in percent of the track. */
export interface Step {
  readonly key: string;
  readonly reasons: ReasonTerm['reasons'];
  readonly contribution: number;
  readonly multiplier: number;
  /** The term that the path starts at. */
  readonly first: boolean;
  readonly left: number;
  readonly width: number;
}

export interface Scale {
  readonly low: number;
  readonly high: number;
  /** The place of log-odds on the track, in percent. */
  readonly at: (logOdds: number) => number;
}

/** The path of the sum: each bar begins where the one before it ended. The track spans what the path visits. */
export function stepsOf(terms: readonly ReasonTerm[]): {
  readonly steps: readonly Step[];
  readonly scale: Scale;
  readonly sum: number;
} {
  let sum = 0;
  const path = terms.map((term) => ({ term, from: sum, to: (sum += term.contribution) }));
  const visited = path.map(({ to }) => to);
  const low = Math.min(...visited, sum) - 0.5;
  const high = Math.max(...visited, sum) + 0.5;
  const at = (logOdds: number): number => ((logOdds - low) / (high - low)) * 100;
  const steps = path.map(({ term, from, to }, index): Step => {
    const first = index === 0;
    const [start, end] = first ? [at(to), at(to)] : [at(Math.min(from, to)), at(Math.max(from, to))];
    const key = `${index} ${term.reasons[0]?.code ?? ''}`;
    return { key, ...term, first, left: start, width: end - start };
  });
  return { steps, scale: { low, high, at }, sum };
}

export interface Tick {
  /** In percent of the track. */
  readonly at: number;
  readonly label: string;
}

/** In the order in which they are wanted; a label needs this share of the track for itself. */
const probabilities = [0.01, 0.1, 0.5, 0.9, 0.001, 0.99, 0.0001, 0.02, 0.2, 0.8, 0.005, 0.05, 0.95, 0.002];
const labelShare = 18;

/** The probabilities that fall on the track and have room there, with their places. */
export function ticksOf({ low, high, at }: Scale): readonly Tick[] {
  const ticks: Tick[] = [];
  for (const probability of probabilities) {
    const logOdds = Math.log(probability / (1 - probability));
    const tick = { at: at(logOdds), label: `${Number((probability * 100).toPrecision(2))} %` };
    const crowded = ticks.some((other) => Math.abs(other.at - tick.at) < labelShare);
    if (logOdds >= low && logOdds <= high && !crowded) ticks.push(tick);
  }
  return ticks;
}
