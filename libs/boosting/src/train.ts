import { addTo, boostStage, countOf, type Round, type Shapes, type Term } from './boost-stage.js';
import { calibrate } from './calibration.js';
import { lineStep, type StepOptions } from './line-step.js';
import type { Machine, PairShape, Shape } from './machine.js';
import { coarseOf, pairBins, pairColumn, pairStep, selectPairs, type Pair } from './pairs.js';
import { purify } from './purify.js';
import { sampleRows } from './random.js';
import { binCounts, rowsAt, rowsBetween, type Table } from './table.js';

export interface TrainingOptions extends StepOptions {
  readonly seed: number;
  /** Machines that are averaged, each trained on its own share of the rows. */
  readonly bags: number;
  readonly bagShare: number;
  /** The latest share of the rows is not learnt from: it says when to stop, and calibrates. */
  readonly tailShare: number;
  readonly rounds: number;
  readonly patience: number;
  /** At most; of the features with most effect so many are candidates. */
  readonly pairs: number;
  readonly pairCandidates: number;
}

export const defaultTraining: TrainingOptions = {
  seed: 1,
  bags: 4,
  bagShare: 0.8,
  tailShare: 0.2,
  rounds: 300,
  patience: 15,
  learningRate: 0.1,
  leaves: 4,
  leastRows: 20,
  ridge: 1,
  pairs: 8,
  pairCandidates: 12,
};

/** The rows, in two: those that are learnt from, and the later tail. */
export interface Split {
  readonly learnt: Table;
  readonly tail: Table;
}

/** @throws RangeError without a fraud or without an honest row to learn from. */
export function splitOf(table: Table, { tailShare }: Pick<TrainingOptions, 'tailShare'>): Split {
  const at = table.rows - Math.floor(table.rows * tailShare);
  const learnt = rowsBetween(table, 0, at);
  const frauds = fraudsOf(learnt);
  if (frauds === 0 || frauds === learnt.rows) throw new RangeError('there is only one kind of label to learn from');
  return { learnt, tail: rowsBetween(table, at, table.rows) };
}

const fraudsOf = ({ labels }: Table): number => labels.reduce((total, label) => total + label, 0);

const baseOf = (learnt: Table): number => Math.log(fraudsOf(learnt) / (learnt.rows - fraudsOf(learnt)));

const bagOf = ({ learnt }: Split, bag: number, { seed, bagShare }: TrainingOptions): Table =>
  rowsAt(learnt, sampleRows(learnt.rows, bagShare, Math.imul(seed, 7919) + bag));

/** The log-odds of rows by the single features. */
export function scoresOf(table: Table, base: number, mains: Shapes): Float64Array {
  const scores = new Float64Array(table.rows).fill(base);
  for (const [at, shape] of mains.entries()) addTo(scores, table.columns[at]!, shape);
  return scores;
}

/** The first stage of one bag: a shape for each feature. */
export function boostMains(split: Split, bag: number, options: TrainingOptions): Generator<Round, Shapes> {
  const learnt = bagOf(split, bag, options);
  const bins = binCounts(learnt);
  const terms = learnt.features.map(({ binning, monotone }, at): Term => ({
    bins: bins[at]!,
    column: learnt.columns[at]!,
    tail: split.tail.columns[at]!,
    monotone,
    step: (sums, step) => lineStep(sums, binning.kind === 'numeric', options, step),
  }));
  return boostStage(terms, stageRows(learnt, split, []), options);
}

function stageRows(learnt: Table, { learnt: all, tail }: Split, mains: Shapes) {
  const base = baseOf(all);
  return {
    labels: learnt.labels,
    scores: scoresOf(learnt, base, mains),
    tailLabels: tail.labels,
    tailScores: scoresOf(tail, base, mains),
  };
}

/** Between the stages: the pairs that all bags learn, from what the averaged shapes leave. */
export function choosePairs({ learnt }: Split, mains: Shapes, options: TrainingOptions): Pair[] {
  const effects = mains.map((shape, at) => ({ at, size: spread(shape, countOf(learnt.columns[at]!, shape.length)) }));
  const candidates = effects
    .filter(({ size }) => size > 0)
    .toSorted((left, right) => right.size - left.size || left.at - right.at)
    .slice(0, options.pairCandidates)
    .map(({ at }) => at);
  const { pairs: most, learningRate, ridge, leastRows } = options;
  return selectPairs(learnt, scoresOf(learnt, baseOf(learnt), mains), candidates, {
    most,
    learningRate,
    ridge,
    leastRows,
  });
}

/** Standard deviation over the rows. */
function spread(shape: Float64Array, counts: Float64Array): number {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const mean = shape.reduce((sum, value, bin) => sum + value * counts[bin]!, 0) / rows;
  return Math.sqrt(shape.reduce((sum, value, bin) => sum + (value - mean) ** 2 * counts[bin]!, 0) / rows);
}

/** The second stage of one bag: a table for each pair. */
export function boostPairs(
  split: Split,
  { mains, pairs }: { readonly mains: Shapes; readonly pairs: readonly Pair[] },
  bag: number,
  options: TrainingOptions,
): Generator<Round, Shapes> {
  const learnt = bagOf(split, bag, options);
  const coarse = coarseOf(split.learnt);
  const terms = pairs.map((pair): Term => ({
    bins: pairBins * pairBins,
    column: pairColumn(learnt, pair, coarse),
    tail: pairColumn(split.tail, pair, coarse),
    step: (sums, step) => pairStep(sums, options, step),
  }));
  return boostStage(terms, stageRows(learnt, split, mains), options);
}

export function averageOf(bags: readonly Shapes[]): Float64Array[] {
  const [first = []] = bags;
  return first.map((shape, at) =>
    shape.map((_, bin) => bags.reduce((sum, one) => sum + one[at]![bin]!, 0) / bags.length),
  );
}

/** The machine of averaged shapes: made unique, then calibrated on the tail. */
export function assemble(split: Split, mains: Shapes, pairs: readonly Pair[], tables: Shapes): Machine {
  const { learnt, tail } = split;
  const coarse = coarseOf(learnt);
  const effects = {
    intercept: baseOf(learnt),
    mains: mains.map((shape) => shape.slice()),
    pairs: pairs.map((pair, at) => ({
      pair,
      values: tables[at]!.slice(),
      counts: countOf(pairColumn(learnt, pair, coarse), pairBins * pairBins),
    })),
    counts: mains.map((shape, at) => countOf(learnt.columns[at]!, shape.length)),
    coarse,
  };
  purify(effects);
  const scores = scoresOf(tail, effects.intercept, effects.mains);
  for (const { pair, values } of effects.pairs) addTo(scores, pairColumn(tail, pair, coarse), values);
  return {
    kind: 'explainable_boosting',
    format: 1,
    intercept: effects.intercept,
    shapes: learnt.features.map(({ name, binning }, at): Shape => ({
      name,
      ...binning,
      scores: [...effects.mains[at]!],
      rows: [...effects.counts[at]!],
    })),
    pairs: effects.pairs.map((effect) => pairShape(learnt, effect, coarse)),
    calibration: calibrate(scores, tail.labels),
  };
}

function pairShape(
  { features }: Table,
  { pair, values, counts }: { pair: Pair; values: Float64Array; counts: Float64Array },
  coarse: readonly Uint8Array[],
): PairShape {
  const [firstLines, secondLines] = [coarse[pair.first]!, coarse[pair.second]!];
  const width = Math.max(...secondLines) + 1;
  const lines = (of: Float64Array): number[][] =>
    Array.from({ length: Math.max(...firstLines) + 1 }, (_, line) => [
      ...of.subarray(line * pairBins, line * pairBins + width),
    ]);
  return {
    first: features[pair.first]!.name,
    second: features[pair.second]!.name,
    firstLines: [...firstLines],
    secondLines: [...secondLines],
    scores: lines(values),
    rows: lines(counts),
  };
}

/** All of it, one after the other. In threads the same functions in any order give the same machine, bit for bit. */
export function train(table: Table, options: TrainingOptions): Machine {
  const split = splitOf(table, options);
  const bags = Array.from({ length: options.bags }, (_, bag) => bag);
  const mains = averageOf(bags.map((bag) => last(boostMains(split, bag, options))));
  const pairs = choosePairs(split, mains, options);
  const tables = averageOf(bags.map((bag) => last(boostPairs(split, { mains, pairs }, bag, options))));
  return assemble(split, mains, pairs, tables);
}

/** What a generator returns. */
function last<Result>(generator: Generator<unknown, Result>): Result {
  for (;;) {
    const step = generator.next();
    if (step.done === true) return step.value;
  }
}
