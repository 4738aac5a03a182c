import { z } from 'zod';
import { liveQuery } from '../access/principal.js';
import { ruleIdSchema, ruleOutcomes } from './rule.js';
import { timeSchema } from '../stored-time.js';

export const dispositionActions = ['accept', 'manual_review', 'reject'] as const;
export const riskLevels = ['normal', 'elevated', 'highest'] as const;

export type DispositionAction = (typeof dispositionActions)[number];
export type RiskLevel = (typeof riskLevels)[number];

const featureValue = z.union([z.number(), z.string(), z.boolean()]);

const reason = z.strictObject({
  code: z.string(),
  reason: z.string(),
  value: featureValue.nullable(),
  percentile: z
    .number()
    .nullable()
    .meta({
      description:
        'percent of the live pledges of the last 30 days whose value of this feature is lower, as of the distribution in ' +
        '`versions`; null where the value is no number of a feature, or of too few pledges known yet',
    }),
});

/** One term of the log-odds: `multiplier` is the exponential of `contribution`; the contributions add up to the score's. */
const reasonTerm = z.strictObject({ multiplier: z.number(), contribution: z.number(), reasons: z.array(reason) });

const firedRule = z.strictObject({
  id: z.string(),
  version: z.int(),
  label: z.string(),
  action: z.string(),
  outcome: z.enum(ruleOutcomes).meta({
    description:
      'fired; unknown: a feature that it names has no value; snoozed: silenced for an entity of this pledge; ' +
      'shadow_fired and shadow_unknown: of a rule in shadow, without effect',
  }),
});

/** The answer to a score, and the stored assessment of one revision. */
export const assessmentSchema = z
  .strictObject({
    id: z.uuid(),
    pledge_id: z.string(),
    revision: z.int().nullable().meta({ description: 'null while the database is away: given when it is stored' }),
    live: z.boolean(),
    late: z.boolean(),
    cause: z.string(),
    as_of: z.string().meta({ description: 'RFC 3339 with microseconds' }),
    created_at: z.string(),
    risk_score: z.number().meta({ description: 'probability of payment fraud in percent, 0.01–99' }),
    log_odds: z.number(),
    risk_level: z.enum(riskLevels),
    disposition: z.strictObject({
      action: z.enum(dispositionActions),
      reason: z.enum(['default', 'custom_rule', 'list', 'policy', 'degraded']),
      rule_label: z.string().nullable(),
    }),
    effective: z.strictObject({
      action: z.enum(dispositionActions),
      by: z.enum(['assessment', 'reviewer', 'policy']),
      at: z.string(),
    }),
    actions: z.array(
      z.strictObject({
        type: z.enum(['request_3ds', 'tag']),
        rule_label: z.string(),
        value: z.string().nullable(),
      }),
    ),
    risk_score_reasons: z.array(reasonTerm),
    rules: z.array(firedRule),
    subscores: z.record(z.string(), z.number()),
    features: z.record(z.string(), featureValue.nullable()),
    warnings: z.array(z.strictObject({ code: z.string(), warning: z.string(), input_pointer: z.string() })),
    degraded: z.array(z.string()),
    versions: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
    amount: z.int(),
    currency: z.string(),
    base_amount: z.int().nullable(),
    project_id: z.string(),
    backer_id: z.string().nullable(),
    card: z.string().nullable(),
    ip: z.string().nullable(),
  })
  .meta({ id: 'Assessment' });

const score = z.coerce.number().min(0).max(100);

export const assessmentQuerySchema = z
  .strictObject({
    min_score: score.optional(),
    max_score: score.optional(),
    disposition: z.enum(dispositionActions).optional(),
    reason: z.string().max(64).optional(),
    from: timeSchema.optional(),
    to: timeSchema.optional(),
    backer: z.string().max(128).optional(),
    card: z.string().max(128).optional(),
    ip: z.string().max(64).optional(),
    project: z.string().max(128).optional(),
    rule: ruleIdSchema.optional(),
    rule_outcome: z.enum(ruleOutcomes).optional(),
    live: liveQuery,
    order: z.enum(['time', 'score']).default('time'),
    cursor: z.string().max(256).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  })
  .refine(({ min_score = 0, max_score = 100 }) => min_score <= max_score, {
    path: ['max_score'],
    message: 'is below min_score',
  })
  .refine(({ rule, rule_outcome }) => rule_outcome === undefined || rule !== undefined, {
    path: ['rule_outcome'],
    message: 'of a rule: name it',
  });

export type Assessment = z.infer<typeof assessmentSchema>;
export type AssessmentQuery = z.infer<typeof assessmentQuerySchema>;
export type ReasonTerm = z.infer<typeof reasonTerm>;
