import { z } from 'zod';
import type { InsufficientDataView, IntervalView } from '../experiment/effect.js';
import { unitTypes, type UnitType } from '../experiment/experiment.js';
import type { QueryReference } from '../experiment/query-reference.js';

const longestDays = 180;

/** What of a metric’s past is read: units that were first seen on so many days, each for the metric’s whole window. */
export const newMetricCertificateSchema = z
  .strictObject({
    unit: z
      .enum(unitTypes)
      .optional()
      .meta({ description: 'whose values; the first that the metric is of, unless said' }),
    days: z
      .int()
      .min(1)
      .max(longestDays)
      .default(28)
      .meta({ description: 'whole days on which units came, the last of which have had the metric’s window since' }),
  })
  .meta({ id: 'NewMetricCertificate' });

export type NewMetricCertificate = z.infer<typeof newMetricCertificateSchema>;

/** Units that a day brought for the first time. */
export interface SeenDay {
  /** YYYY-MM-DD in the company’s reporting zone. */
  readonly day: string;
  readonly units: number;
}

/** How often a metric's test finds something between two halves that chance made: of what it finds, all is false. */
export interface FalseAlarms {
  readonly kind: 'certificate';
  /** Units were divided anew so many times. */
  readonly draws: number;
  /** The level that the test claims. */
  readonly alpha: number;
  readonly above: number;
  readonly below: number;
  readonly rate: number;
  /** Of the rate, at 99 %: the Monte-Carlo error of so many draws. */
  readonly interval: IntervalView;
  readonly unanswered: number;
  /** `failed`: the whole interval is above the level. */
  readonly verdict: 'passed' | 'failed';
  /** The whole interval is under the level: nothing is wrong, and power is lost. */
  readonly conservative: boolean;
}

/** A metric’s values of the past, without any experiment, and what its test makes of them. */
export interface MetricCertificateView {
  /** Of the job that made it. */
  readonly id: string;
  readonly metric: string;
  readonly version: number;
  readonly unit: UnitType;
  /** Units first seen from here until before there were read. */
  readonly began_at: string;
  readonly ended_at: string;
  readonly days: number;
  /** From the first day that brought anybody. */
  readonly arrivals: readonly SeenDay[];
  /** Of units whose window had closed; in the unit of the metric. */
  readonly baseline:
    | { readonly kind: 'baseline'; readonly units: number; readonly mean: number; readonly standard_deviation: number }
    | InsufficientDataView;
  readonly false_alarms: FalseAlarms | InsufficientDataView;
  /** Repeats its draws. */
  readonly seed: number;
  readonly text: string;
  readonly engine: string;
  readonly commit: string;
  readonly query: QueryReference;
  readonly made_at: string;
}
