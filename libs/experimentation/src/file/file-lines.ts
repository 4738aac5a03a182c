import type { AggregateFact, AggregateLine, Measured } from '../aggregate/aggregate-line.js';
import type { FileMetricKind, FileValue } from './file-metric.js';

/** Everything is of one fact: the file itself, whose rows no SQL of anybody's has to find. */
const fact: AggregateFact = {
  key: 'file',
  version: 1,
  select: { text: '', relations: [], parameters: 0 },
  columns: [],
  ofEventDays: false,
};

/** What a unit's number is made of. */
export interface UnitNumber {
  readonly column: string;
  /** Whether there is anything at all is what counts. */
  readonly isShare: boolean;
  /** The column of the same from before; null: none. */
  readonly before: string | null;
}

/** A metric as the aggregate sums it: the number of each unit is there already, one row each. */
export function fileLine(
  key: string,
  {
    column,
    over,
    kind,
    covariate,
  }: FileValue & { readonly kind: FileMetricKind; readonly covariate: FileValue | null },
  cap: string | null,
): AggregateLine {
  const isShare = kind === 'proportion';
  return {
    metric: key,
    version: 1,
    reading: 'all',
    numerator: measured({ column, isShare, before: covariate?.column ?? null }),
    denominator: over === null ? null : measured({ column: over, isShare: false, before: covariate?.over ?? null }),
    fromDay: 0,
    actDays: 1,
    windowDays: 1,
    covariateDays: covariate === null ? 0 : 1,
    // Shares are 0 and 1 already, and their covariate is a number of any size.
    isShare: false,
    cap,
    percentile: null,
    quantile: null,
    // How lopsided it is is asked apart, of values as coarse as need be.
    isShaped: false,
    isBeside: false,
  };
}

const measured = (number: UnitNumber): Measured => ({
  fact,
  value: JSON.stringify(number),
  scale: null,
  conditions: [],
  conditionColumns: [],
  withoutFraud: false,
});

/** What `measured` wrote down. */
export const unitNumberOf = ({ value }: Measured): UnitNumber => JSON.parse(value ?? '') as UnitNumber;
