import type { FactColumn, LineReading, MetricDefinition, MetricFilter } from '#libs/contracts';

/** A fact in the version that a metric reads. */
export interface PinnedFact {
  readonly key: string;
  readonly version: number;
  /** One SELECT over what is published, which has passed the check. */
  readonly sql: string;
  readonly scale: number;
  readonly columns: readonly FactColumn[];
}

/** A metric in one version, with its facts each in one. */
export interface PinnedMetric {
  readonly key: string;
  readonly version: number;
  readonly definition: MetricDefinition;
  readonly numerator: PinnedFact;
  readonly denominator: PinnedFact | null;
  /** When it came to an experiment that had started; null for those that it was planned with. */
  readonly addedAt: Date | null;
}

/** Rows of a fact as one line of a readout counts them. */
export interface LineFact {
  readonly fact: PinnedFact;
  /** The column that is added up; null: rows are counted. */
  readonly value: string | null;
  /** Values are whole numbers after times 10^scale; 0 where rows are counted. */
  readonly scale: number;
  /** Those of the metric, and of the reading. */
  readonly filters: readonly MetricFilter[];
  /** Whether a row no longer counts once it became known as fraud (`fraud_at`) within the window. */
  readonly withoutFraud: boolean;
}

/** One line of a readout: a metric in one version and one reading. */
export interface MetricLine {
  readonly metric: string;
  readonly version: number;
  readonly reading: LineReading;
  readonly definition: MetricDefinition;
  readonly numerator: LineFact;
  readonly denominator: LineFact | null;
  /** Acting counts from so many days after the exposure… */
  readonly fromDay: number;
  /** …until before so many. */
  readonly actDays: number;
  /** Days until a unit's value is final. */
  readonly windowDays: number;
  readonly addedAt: Date | null;
}

/** The lines of a metric, one a reading, in its order. */
export const linesOf = (metric: PinnedMetric): MetricLine[] =>
  metric.definition.readings.map((reading) => lineOf(metric, reading));

function lineOf({ key, version, definition, numerator, denominator, addedAt }: PinnedMetric, reading: LineReading) {
  const { retention, act_days, window_days } = definition;
  const over = definition.denominator;
  return {
    metric: key,
    version,
    reading,
    definition,
    numerator: lineFact(numerator, definition.numerator, reading),
    denominator: denominator === null || over === null ? null : lineFact(denominator, over, reading),
    fromDay: retention?.from_day ?? 0,
    actDays: act_days,
    // Fraud comes to light long after: the value is final when what is not known by then no longer counts.
    windowDays: reading === 'net_of_fraud' ? Math.max(window_days, act_days + definition.fraud_days) : window_days,
    addedAt,
  };
}

function lineFact(fact: PinnedFact, { value, filters }: MetricDefinition['numerator'], reading: LineReading): LineFact {
  return {
    fact,
    value,
    scale: value === null ? 0 : fact.scale,
    filters: reading === 'normal_risk' ? [...filters, normalRisk] : filters,
    withoutFraud: reading === 'net_of_fraud',
  };
}

const normalRisk: MetricFilter = { column: 'risk_level', op: '=', value: 'normal' };

/** One line from another, as text: `pledged`, `pledged@2`, `pledged:normal_risk`. Version 1 and all go without saying. */
export const lineName = ({ metric, version, reading }: Pick<MetricLine, 'metric' | 'version' | 'reading'>): string =>
  `${metric}${version === 1 ? '' : `@${version}`}${reading === 'all' ? '' : `:${reading}`}`;

/** The facts of lines, each version once, in order. */
export function factsOf(lines: readonly MetricLine[]): PinnedFact[] {
  const facts = lines.flatMap(({ numerator, denominator }) => [
    numerator,
    ...(denominator === null ? [] : [denominator]),
  ]);
  const known = new Map(facts.map(({ fact }) => [`${fact.key}@${fact.version}`, fact]));
  return [...known.keys()].toSorted().flatMap((name) => known.get(name) ?? []);
}

/** Whether a unit's value is known without those of all others: a quantile and a cap at a percentile take them all at once. */
export const isSummed = ({ definition: { kind, cap } }: Pick<MetricLine, 'definition'>): boolean =>
  kind !== 'quantile' && (cap === null || 'absolute' in cap);

/** Decimal digits that the numbers of a line have more than its values: those of the numerator less the denominator's. */
export const lineScale = ({ numerator, denominator }: MetricLine): number =>
  numerator.scale - (denominator?.scale ?? 0);
