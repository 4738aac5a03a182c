import { z } from 'zod';
import type { InsufficientDataView } from './effect.js';
import { unitTypes, type UnitType } from './experiment.js';
import { planSchema, type ExperimentPlan, type PlannedUnits } from './plan.js';
import type { MetricCertificateView } from '../metric/metric-certificate.js';

const { procedure, spending } = planSchema.shape;

/** What is asked of an experiment that is not made yet. */
export const designQuerySchema = z.strictObject({
  unit: z
    .enum(unitTypes)
    .optional()
    .meta({ description: 'what is randomised; the first that the metric is of, unless said' }),
  minimum_effect: z.coerce
    .number()
    .refine((value) => value !== 0, 'an effect that is not 0')
    .optional()
    .meta({
      description:
        'the smallest relative effect that must not be missed, 0.1 is ten percent; the metric’s own unless said',
    }),
  power: z.coerce.number().gt(0).lt(1).default(0.8),
  alpha: z.coerce
    .number()
    .gt(0)
    .lt(1)
    .default(0.05)
    .meta({ description: 'of the whole plan, both directions together' }),
  procedure,
  spending,
  look_days: z.coerce.number().int().min(1).max(90).default(7),
  variants: z.coerce
    .number()
    .int()
    .min(2)
    .max(10)
    .default(2)
    .meta({ description: 'of equal weight, the baseline among them' }),
  coverage: z.coerce.number().gt(0).max(1).default(1).meta({ description: 'share of the units that takes part' }),
  days: z.coerce.number().int().min(1).max(1_000).optional().meta({
    description: 'days for which units enrol, where they are given; unless said, as many as the units take',
  }),
});

export type DesignQuery = z.infer<typeof designQuerySchema>;

/** Days until the planned units are there, and until their windows have closed. */
export interface DesignDuration {
  readonly kind: 'duration';
  readonly enrolment_days: number;
  readonly days: number;
}

/** The smallest effect that so many days of enrolment find with the power that was asked for. */
export interface DesignDetectable {
  readonly kind: 'detectable_effect';
  readonly enrolment_days: number;
  readonly units: number;
  /** In the unit of the metric. */
  readonly absolute: number;
  /** Null where the baseline is 0. */
  readonly relative: number | null;
}

export interface DesignHelp {
  readonly kind: 'design';
  readonly metric: string;
  readonly version: number;
  readonly unit: UnitType;
  /** Where the numbers are from: what the metric did before any experiment. */
  readonly certificate: MetricCertificateView;
  /** New units a day that would take part, over the last seven days. */
  readonly units_per_day: number | null;
  /** As `plan` of a new experiment takes it. */
  readonly plan: Omit<ExperimentPlan, 'guardrails'> | InsufficientDataView;
  readonly units: (PlannedUnits & { readonly kind: 'planned_units' }) | InsufficientDataView;
  readonly duration: DesignDuration | InsufficientDataView;
  /** For one, two, four and eight weeks, and for `days`. */
  readonly detectable: readonly (DesignDetectable | (InsufficientDataView & { readonly enrolment_days: number }))[];
}

/** The metric’s past has not been read for these units. */
export interface NoDesign {
  readonly kind: 'no_history';
  readonly metric: string;
  readonly unit: UnitType;
  readonly next_step: string;
}
