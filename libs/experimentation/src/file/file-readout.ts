import type { FileEffectView, FileMetricView, FileNote, FileReadout } from '#libs/contracts';
import { holmIntervals, isInsufficient } from '#libs/stats';
import type { CohortUnits } from '../aggregate/cohorts.js';
import { numbersOf } from '../results/effects.js';
import { ratioOverTime } from '../results/ratio-over-time.js';
import { sampleRatioOf } from '../results/sample-ratio.js';
import type { Arms } from './file-arms.js';
import type { FileAsked } from './file-asked.js';
import type { FileColumn } from './file-columns.js';
import { daysOf } from './file-days.js';
import { casesOf, type EffectCase } from './file-effects.js';
import { brokenNotes, missingDiffers, metricNotes, readingNotes, rowNotes } from './file-notes.js';
import type { LeftOutRows } from './file-rows.js';
import { samplesOf, type MetricSamples } from './file-samples.js';
import { wordsOf } from './file-words.js';
import type { FoundMetric } from './read-metrics.js';
import { sumsOf } from './totals.js';

/** Everything that was read, before any mathematics. */
export interface ReadFile extends Pick<FileReadout, 'file' | 'versions' | 'queries'> {
  readonly rows: { readonly rows: number; readonly leftOut: readonly LeftOutRows[] };
  readonly columns: readonly FileColumn[];
  readonly everybody: readonly CohortUnits[];
  readonly arms: Arms;
  readonly metrics: readonly FoundMetric[];
}

/** Units of both sides at which intervals for any time are narrowest, unless a plan says: it must not be chosen by what came. */
const unplannedUnits = 10_000;

/** Computes what a file shows: no I/O, the same numbers every time. */
export function fileReadoutOf(asked: FileAsked, read: ReadFile): FileReadout {
  const { arms, metrics, everybody } = read;
  const units = unitsOf(read);
  const ratio = sampleRatioOf([arms.arms]);
  const overTime = asked.date === null ? null : ratioOverTime(everybody, [arms.arms]);
  const broken = brokenNotes(ratio, overTime);
  const views = metrics.map((found) => metricViewOf(asked, found, units));
  const judged = judgedEffects(asked, views, {
    baseline: arms.baseline,
    isTrusted: ({ left_out }) => broken.length === 0 && !left_out.some((one) => missingDiffers(one.units, units)),
  });
  const rows = rowsOf(read);
  const columns = read.columns.map(({ name, scale, exact, illTyped }) => ({
    name,
    scale,
    exact,
    ill_typed: illTyped === null ? null : { rows: illTyped.rows, first_row: illTyped.firstRow, text: illTyped.text },
  }));
  const comparisons = judged.flatMap(({ effects }) => effects).filter(({ joint }) => joint !== null).length;
  const notes: FileNote[] = [
    ...broken,
    ...rowNotes({ rows, columns, units }),
    ...judged.flatMap((metric) => metricNotes(metric, units)),
    ...readingNotes({ asked, arms, comparisons, metrics: judged, skewed: skewedOf(metrics) }),
  ];
  const order = ['alarm', 'warning', 'note'];
  return {
    kind: 'file_readout',
    file: read.file,
    versions: read.versions,
    unit: asked.unit,
    variant: asked.variant,
    date: asked.date,
    baseline: arms.baseline,
    alpha: asked.alpha,
    missing: asked.missing,
    rows,
    columns,
    units,
    sample_ratio: ratio,
    sample_ratio_over_time: overTime,
    comparisons,
    metrics: judged,
    notes: notes.toSorted((one, other) => order.indexOf(one.level) - order.indexOf(other.level)),
    queries: read.queries,
  };
}

function unitsOf({ arms, everybody }: ReadFile): FileReadout['units'] {
  const several = everybody.reduce((sum, one) => (one.variant === null ? sum + one.units : sum), 0);
  return {
    total: arms.arms.reduce((sum, one) => sum + one.units, 0),
    several_variants: several,
    variants: arms.arms,
  };
}

const rowsOf = ({ rows }: ReadFile): FileReadout['rows'] => ({
  total: rows.rows,
  left_out: rows.leftOut.map(({ rule, rows: count, firstRow, text }) => ({
    rule,
    rows: count,
    first_row: firstRow,
    text,
  })),
});

const skewedOf = (metrics: readonly FoundMetric[]) =>
  metrics.flatMap(({ metric, neededUnits }) =>
    neededUnits === null ? [] : [{ key: metric.key, neededUnits, hasCap: metric.cap !== null }],
  );

const ruleNames = { is_known: 'ill_typed', is_present: 'missing', is_one: 'several_values' } as const;

/** A metric whose effects are not judged yet, since that takes all of them. */
interface OpenMetric extends Omit<FileMetricView, 'effects'> {
  readonly cases: readonly EffectCase[];
}

function metricViewOf(asked: FileAsked, found: FoundMetric, units: FileReadout['units']): OpenMetric {
  const { metric, totals, scale, cohorts } = found;
  const samples = samplesOf(totals, metric.covariate !== null);
  const { adjustment } = samples;
  const { covariate } = metric;
  const variants = units.variants.map(({ variant }) => variant);
  return {
    key: metric.key,
    kind: metric.kind,
    detected: metric.detected,
    quantile: metric.quantile,
    scale,
    cap: found.cap,
    covariate:
      covariate === null || adjustment === null
        ? null
        : {
            name: covariate.over === null ? covariate.column : `${covariate.column}/${covariate.over}`,
            variance_reduction: adjustment.varianceReduction,
            theta: adjustment.theta,
          },
    left_out: metric.holes.map(({ column, rule, units: left }) => ({ column, rule: ruleNames[rule], units: left })),
    variants: numbers(found, samples),
    days:
      asked.date === null || metric.kind === 'quantile'
        ? null
        : daysOf({
            cohorts,
            variants,
            scale,
            hasCovariate: metric.covariate !== null,
            alpha: asked.alpha,
            plannedUnits: unplannedUnits,
          }),
    cases: casesOf(found, samples, { alpha: asked.alpha }),
  };
}

/** As summed; where something else than the sums is compared, its mean and deviation. */
function numbers({ metric, totals, scale, quantiles }: FoundMetric, { samples, adjustment }: MetricSamples) {
  const compared = quantiles?.map((one) => (isInsufficient(one) ? one : one.sample)) ?? samples;
  return totals.map((one, index) => {
    const view = numbersOf(sumsOf(one), { kind: metric.kind, scale });
    const sample = compared[index];
    if ((quantiles === null && adjustment === null) || sample === undefined) return view;
    if (isInsufficient(sample)) return { ...view, mean: null, standard_deviation: null };
    const deviation = Math.sqrt(quantiles === null ? sample.variance : sample.variance / sample.n);
    return { ...view, mean: sample.mean / 10 ** scale, standard_deviation: deviation / 10 ** scale };
  });
}

interface Judging {
  readonly baseline: string;
  readonly isTrusted: (metric: OpenMetric) => boolean;
}

/** All effects of the readout are one family. */
function judgedEffects(asked: FileAsked, metrics: readonly OpenMetric[], judging: Judging): FileMetricView[] {
  const { alpha, date } = asked;
  const all = metrics.flatMap((metric) => metric.cases.map((one) => ({ one, metric, view: one.at(alpha) })));
  const answered = all.filter(({ view }) => view.absolute.kind === 'estimate');
  const joint = holmIntervals(
    answered.map(({ one, view }) => ({
      estimate: view.absolute.kind === 'estimate' ? view.absolute.estimate : 0,
      pValue: view.absolute.kind === 'estimate' ? view.absolute.p_value : 1,
      intervalAt: (level) => {
        const { absolute } = one.at(level);
        return absolute.kind === 'estimate' ? absolute.interval : null;
      },
    })),
    alpha,
  );
  return metrics.map(({ cases, ...metric }, index) => ({
    ...metric,
    effects: cases.map((one): FileEffectView => {
      const at = answered.findIndex((other) => other.one === one);
      const found = isInsufficient(joint) || at < 0 ? undefined : joint.effects[at];
      const { absolute, relative, always_valid, posterior } = one.at(alpha);
      const plain = one.plain?.(alpha);
      const isQuantile = metric.kind === 'quantile';
      const trusted = judging.isTrusted(metrics[index]!);
      const effect = {
        variant: one.variant,
        absolute,
        relative,
        always_valid: date === null || isQuantile ? null : always_valid,
        posterior: isQuantile ? null : posterior,
        plain: plain === undefined ? null : { absolute: plain.absolute, relative: plain.relative },
        joint:
          found === undefined
            ? null
            : { p_value: found.pValue, significant: found.significant, interval: found.interval },
        detectable: one.detectable,
        verdict:
          trusted && absolute.kind === 'estimate' && found !== undefined
            ? verdictOf(found.significant, absolute.estimate)
            : null,
      };
      const context = { baseline: judging.baseline, alpha, comparisons: answered.length, trusted };
      return { ...effect, words: wordsOf(one, effect, context) };
    }),
  }));
}

const verdictOf = (significant: boolean, estimate: number): FileEffectView['verdict'] =>
  significant ? (estimate > 0 ? 'higher' : 'lower') : 'no_difference_found';
