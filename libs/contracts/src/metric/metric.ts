import { z } from 'zod';
import type { UnitType } from '../experiment/experiment.js';
import { factColumnNameSchema, metricKeySchema } from './fact.js';
import { effectSizeSchema, type EffectSize } from '../experiment/plan.js';
import type { RecordedActor } from '../access/principal.js';
import { versionReadSchema } from '../version-read.js';

export const metricKinds = ['proportion', 'mean', 'ratio', 'quantile', 'retention'] as const;

/** `normal_risk`: only what is of `risk_level` normal counts; `net_of_fraud`: not what turned out to be fraud. */
export const metricReadings = ['all', 'normal_risk', 'net_of_fraud'] as const;

export const filterOperators = ['=', '<>', '<', '<=', '>', '>=', 'in', 'not_in', 'is_null', 'is_not_null'] as const;

export type MetricKind = (typeof metricKinds)[number];
export type LineReading = (typeof metricReadings)[number];
export type FilterOperator = (typeof filterOperators)[number];

const longestDays = 730;

const scalar = z.union([
  z
    .string()
    .max(1_000)
    .regex(/^[^\\\0]*$/, 'no backslash'),
  z.number(),
  z.boolean(),
]);

const filter = z.strictObject({
  column: factColumnNameSchema,
  op: z.enum(filterOperators),
  value: z
    .union([scalar, z.array(scalar).min(1).max(100)])
    .optional()
    .meta({ description: 'a list for in and not_in; none for is_null and is_not_null' }),
});

const over = z.strictObject({
  fact: metricKeySchema,
  value: factColumnNameSchema.nullable().optional().meta({
    description:
      'what is added up: a column of whole numbers or decimals; null: each row counts one; unless said, value',
  }),
  filters: z.array(filter).max(20).default([]).meta({ description: 'rows that meet all of them count' }),
});

const definition = {
  name: z.string().trim().min(1).max(200),
  description: z.string().trim().max(2_000),
  kind: z.enum(metricKinds),
  numerator: over,
  denominator: over.nullable().meta({ description: 'of a ratio' }),
  quantile: z.number().gt(0).lt(1).nullable().meta({ description: 'of a quantile: which one, as in 0.9' }),
  retention: z
    .strictObject({ from_day: z.int().min(0).max(longestDays), to_day: z.int().min(1).max(longestDays) })
    .nullable()
    .meta({ description: 'of a retention: acting counts from this day after the exposure until before that one' }),
  act_days: z.int().min(1).max(longestDays).meta({
    description: 'days after the exposure in which a unit can act; of a retention, to_day',
  }),
  window_days: z.int().min(1).max(longestDays).meta({
    description: 'days after the exposure until its value is final; one length for all units; act_days unless said',
  }),
  cap: z
    .union([
      z.strictObject({ absolute: z.number().positive() }),
      z.strictObject({
        percentile: z.number().gt(0.5).lt(1),
        frozen_at_look: z.int().min(1).max(1_000).default(1).meta({
          description:
            'the look whose data it is from, 1 being the first; later ones keep it, looks before have no verdict',
        }),
      }),
    ])
    .nullable()
    .meta({ description: 'what a unit’s value is at most: an amount, or a percentile of the units’ values' }),
  direction: z.enum(['increase', 'decrease']),
  measure: z.enum(['money', 'number']).meta({
    description: 'what the value is, for people: minor units of the company’s currency, or a number',
  }),
  margin: z.number().gt(0).lt(1).nullable().meta({
    description: 'as a guardrail it may get worse by less than this share of the baseline',
  }),
  minimum_effect: effectSizeSchema.nullable().meta({ description: 'the smallest that is of interest' }),
  readings: z
    .array(z.enum(metricReadings))
    .min(1)
    .max(3)
    .refine((all) => all[0] === 'all' && new Set(all).size === all.length, 'all first, and each once')
    .meta({ description: 'lines of the readout: of everything, and of what remains without risky pledges or fraud' }),
  fraud_days: z.int().min(0).max(365).meta({
    description: 'of net_of_fraud: for how long after acting fraud may come to light; its window ends then',
  }),
  covariate_days: z.int().min(0).max(90).meta({
    description: 'days before the exposure in which the same is measured to reduce the variance (CUPED); 0: none',
  }),
};

const note = z.string().trim().max(2_000);

export const newMetricSchema = z
  .strictObject({
    key: metricKeySchema,
    ...definition,
    description: definition.description.default(''),
    denominator: definition.denominator.default(null),
    quantile: definition.quantile.default(null),
    retention: definition.retention.default(null),
    act_days: definition.act_days.optional(),
    window_days: definition.window_days.optional(),
    cap: definition.cap.default(null),
    direction: definition.direction.default('increase'),
    measure: definition.measure.default('number'),
    margin: definition.margin.default(null),
    minimum_effect: definition.minimum_effect.default(null),
    readings: definition.readings.default(['all']),
    fraud_days: definition.fraud_days.default(120),
    covariate_days: definition.covariate_days.default(14),
    note: note.optional(),
  })
  .meta({ id: 'NewMetric' });

/** Each change is a version of its own; experiments that have started keep the one that they started with. */
export const metricPatchSchema = z
  .strictObject({ ...definition, note, version: versionReadSchema })
  .partial()
  .meta({ id: 'MetricPatch' });

export type NewMetric = z.infer<typeof newMetricSchema>;
export type MetricPatch = z.infer<typeof metricPatchSchema>;

export interface MetricFilter {
  readonly column: string;
  readonly op: FilterOperator;
  readonly value?: string | number | boolean | readonly (string | number | boolean)[] | undefined;
}

/** Rows of a fact, and what of them is added up; a null `value` counts them. */
export interface MetricOver {
  readonly fact: string;
  readonly value: string | null;
  readonly filters: readonly MetricFilter[];
}

export type MetricCap =
  | { readonly absolute: number }
  /** Of metrics from before: frozen at the first look. */
  | { readonly percentile: number; readonly frozen_at_look?: number | undefined };

/** What one version of a metric says, with nothing left open. */
export interface MetricDefinition {
  readonly name: string;
  readonly description: string;
  readonly kind: MetricKind;
  readonly numerator: MetricOver;
  readonly denominator: MetricOver | null;
  readonly quantile: number | null;
  readonly retention: { readonly from_day: number; readonly to_day: number } | null;
  /** Days after the exposure in which a unit can act. */
  readonly act_days: number;
  /** Days after the exposure until the unit's value is final. One length for all units, whatever they did. */
  readonly window_days: number;
  readonly cap: MetricCap | null;
  readonly direction: 'increase' | 'decrease';
  readonly measure: 'money' | 'number';
  readonly margin: number | null;
  readonly minimum_effect: EffectSize | null;
  readonly readings: readonly LineReading[];
  readonly fraud_days: number;
  readonly covariate_days: number;
}

/** One version of a metric. */
export interface MetricVersionView extends MetricDefinition {
  readonly version: number;
  readonly note: string | null;
  readonly created_by: RecordedActor;
  readonly created_at: Date;
}

/** A metric in its latest version. */
export interface MetricView extends MetricVersionView {
  readonly key: string;
  /** Whom it can be measured of, by the columns of its facts. */
  readonly units: readonly UnitType[];
  /** Comes with the product: it is never changed or archived by people. */
  readonly built_in: boolean;
  readonly archived_at: Date | null;
}

export interface MetricDetail extends MetricView {
  /** Experiments that have it, the newest first; `version` is null in a draft, which takes the latest when it starts. */
  readonly experiments: readonly { readonly key: string; readonly state: string; readonly version: number | null }[];
}
