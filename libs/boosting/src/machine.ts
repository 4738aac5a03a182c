import { binner, type Binning, type Value } from './binning.js';
import type { Calibration } from './calibration-kind.js';
import { calibrationOf } from './calibration.js';

/** What one feature adds: a log-odds and the rows that were learnt from, for each bin. */
export type Shape = Binning & {
  readonly name: string;
  readonly scores: readonly number[];
  readonly rows: readonly number[];
};

/** What two features add together beyond what each adds: a table over the joined bins of both. */
export interface PairShape {
  readonly first: string;
  readonly second: string;
  /** For each bin of the feature its line of the table. */
  readonly firstLines: readonly number[];
  readonly secondLines: readonly number[];
  readonly scores: readonly (readonly number[])[];
  readonly rows: readonly (readonly number[])[];
}

/** An explainable boosting machine as data: log-odds = intercept + Σ shapes + Σ pairs, then the calibration. */
export interface Machine {
  readonly kind: 'explainable_boosting';
  readonly format: 1;
  readonly intercept: number;
  readonly shapes: readonly Shape[];
  readonly pairs: readonly PairShape[];
  readonly calibration: Calibration;
}

/** What one feature, or two together, add to the log-odds. */
export interface Contribution {
  readonly features: readonly [string] | readonly [string, string];
  readonly contribution: number;
}

export interface Evaluator {
  readonly intercept: number;
  /** In the machine's order: the sum is the same number everywhere. Those that are zero are left out. */
  readonly contributions: (valueOf: (feature: string) => Value) => Contribution[];
  readonly calibrate: (logOdds: number) => number;
}

/** A machine ready to run; the same values give the same numbers bit for bit. @throws RangeError if a pair names no shape. */
export function evaluatorOf(machine: Machine): Evaluator {
  const binOf = machine.shapes.map((shape) => binner(shape));
  const places = new Map(machine.shapes.map(({ name }, place) => [name, place]));
  const pairs = machine.pairs.map((pair) => ({
    pair,
    first: placeOf(places, pair.first),
    second: placeOf(places, pair.second),
  }));
  return {
    intercept: machine.intercept,
    contributions: (valueOf) => {
      const bins = machine.shapes.map(({ name }, place) => binOf[place]!(valueOf(name)));
      const found: Contribution[] = machine.shapes.map(({ name, scores }, place) => ({
        features: [name],
        contribution: scores[bins[place]!]!,
      }));
      for (const { pair, first, second } of pairs) {
        const line = pair.scores[pair.firstLines[bins[first]!]!]!;
        const contribution = line[pair.secondLines[bins[second]!]!]!;
        found.push({ features: [pair.first, pair.second], contribution });
      }
      return found.filter(({ contribution }) => contribution !== 0);
    },
    calibrate: calibrationOf(machine.calibration),
  };
}

function placeOf(places: ReadonlyMap<string, number>, name: string): number {
  const place = places.get(name);
  if (place === undefined) throw new RangeError(`a pair names "${name}", which has no shape`);
  return place;
}

/** Log-odds before the calibration. */
export const logOddsOf = ({ intercept }: Evaluator, contributions: readonly Contribution[]): number =>
  contributions.reduce((sum, { contribution }) => sum + contribution, intercept);
