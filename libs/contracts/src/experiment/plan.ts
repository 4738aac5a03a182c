import { z } from 'zod';
import { adjustments } from './adjustment.js';
import { metricKeySchema } from '../metric/fact.js';

/** How a plan gives its verdict; what each may do is in docs/guides/statistics.md. */
const procedures = ['group_sequential', 'confidence_sequence', 'fixed', 'bayesian'] as const;
export type Procedure = (typeof procedures)[number];

/** A share of the baseline, or in the metric's unit. */
export const effectSizeSchema = z.strictObject({ kind: z.enum(['relative', 'absolute']), value: z.number() });
export type EffectSize = Readonly<z.infer<typeof effectSizeSchema>>;

/** Of one plan: bounds of so many are hardly wider than of half as many, and take half a second to find. */
export const mostLooks = 60;

/**
 * The smallest effect that must not be missed, on one metric, and the one procedure that gives the verdict. `baseline` and
 * `standard_deviation` are in the metric's unit: a share for conversion, minor units of the company's currency for amounts
 * (which need both).
 */
export const planSchema = z
  .strictObject({
    metric: metricKeySchema,
    baseline: z.number(),
    standard_deviation: z.number().positive().optional(),
    minimum_effect: effectSizeSchema,
    power: z.number().gt(0).lt(1).default(0.8),
    alpha: z.number().gt(0).lt(1).default(0.05).meta({ description: 'of the whole plan, both directions together' }),
    days: z.int().min(1).max(1_000).optional().meta({ description: 'for which units are to be enrolled' }),
    procedure: z.enum(procedures).default('group_sequential'),
    spending: z.enum(['obrien_fleming', 'pocock']).default('obrien_fleming').meta({
      description: 'of a group-sequential plan: nearly all of the level late, or evenly',
    }),
    look_days: z.int().min(1).max(90).default(7).meta({
      description: 'days from one scheduled look to the next; whole weeks keep the days of the week alike',
    }),
    adjustment: z.enum(adjustments).optional().meta({
      description:
        'cuped: the verdict is that of the effect adjusted by what units did before their exposure; unless said, of the raw one',
    }),
    guardrails: z
      .array(z.strictObject({ metric: metricKeySchema, margin: effectSizeSchema.optional() }))
      .max(19)
      .default([])
      .meta({ description: 'other metrics of the experiment, and what each may lose: its own margin unless said' }),
  })
  .superRefine(({ days = 0, look_days }, context) => {
    if (days / look_days > mostLooks)
      context.addIssue({
        code: 'custom',
        path: ['look_days'],
        message: `${Math.ceil(days / mostLooks)} or more: a plan of ${days} days looks at most ${mostLooks} times`,
      });
  });

/** As it is asked for. */
export type ExperimentPlan = z.infer<typeof planSchema>;

/** A metric that must not lose more than the margin. */
export interface Guardrail {
  readonly metric: string;
  readonly margin: EffectSize;
}

/** As an experiment has it: with every margin, and the units that it takes. */
export interface KeptPlan extends Omit<ExperimentPlan, 'guardrails'> {
  readonly guardrails: readonly Guardrail[];
  readonly units: PlannedUnits;
}

/** Units that the plan asks for: each comparison with the baseline has the power that was asked for. */
export interface PlannedUnits {
  readonly total: number;
  readonly variants: readonly { readonly variant: string; readonly units: number }[];
  /** The minimum effect in the unit of the metric. */
  readonly absolute_effect: number;
}
