import { z } from 'zod';
import { pledgeIdSchema } from './pledge.js';
import { revisionSchema } from './replay.js';

export const ruleActions = ['accept', 'reject', 'manual_review', 'add_to_score', 'tag', 'request_3ds'] as const;
export const ruleStates = ['draft', 'shadow', 'live', 'retired'] as const;
/** What a rule can be in an answer: `shadow_…` without any effect, `snoozed` silenced for an entity of the pledge. */
export const ruleOutcomes = ['fired', 'unknown', 'snoozed', 'shadow_fired', 'shadow_unknown'] as const;

export type RuleAction = (typeof ruleActions)[number];
export type RuleState = (typeof ruleStates)[number];
export type RuleOutcome = (typeof ruleOutcomes)[number];

/** `value` is the log-odds that add_to_score adds, or the text of a tag; the other actions take none. */
export const ruleSchema = z
  .strictObject({
    label: z.string().trim().min(1).max(120),
    expression: z.string().min(1).max(4_000),
    action: z.enum(ruleActions),
    value: z.union([z.number().min(-20).max(20), z.string().min(1).max(64)]).optional(),
  })
  .superRefine(refineValue)
  .meta({ id: 'Rule' });

/** The same with its id and state, as a text of all rules has it. */
export const documentRuleSchema = z
  .strictObject({ id: z.uuid(), state: z.enum(ruleStates), ...ruleSchema.shape })
  .superRefine(refineValue);

function refineValue(
  { action, value }: { readonly action: RuleAction; readonly value?: number | string | undefined },
  context: z.RefinementCtx,
): void {
  const expected = action === 'add_to_score' ? 'number' : action === 'tag' ? 'string' : 'undefined';
  if (typeof value !== expected)
    context.addIssue({
      code: 'custom',
      path: ['value'],
      message: expected === 'undefined' ? `${action} takes no value` : `${action} needs a ${expected}`,
    });
}

export const ruleIdSchema = z.uuid();

export const ruleQuerySchema = z.strictObject({ state: z.enum(ruleStates).optional() });

/** On a pledge that was scored (its latest revision unless one is named), or on features as they are given. */
export const dryRunSchema = z
  .strictObject({
    rule: ruleSchema,
    pledge_id: pledgeIdSchema.optional(),
    revision: revisionSchema.optional(),
    features: z.record(z.string().max(64), z.union([z.number(), z.string().max(512), z.boolean()])).optional(),
  })
  .superRefine(({ pledge_id, revision, features }, context) => {
    if ((pledge_id === undefined) === (features === undefined))
      context.addIssue({ code: 'custom', path: ['pledge_id'], message: 'one of pledge_id and features' });
    if (revision !== undefined && pledge_id === undefined)
      context.addIssue({ code: 'custom', path: ['revision'], message: 'of a pledge_id' });
    if (Object.keys(features ?? {}).length > 500)
      context.addIssue({ code: 'custom', path: ['features'], message: 'at most 500' });
  })
  .meta({ id: 'RuleDryRun' });

export const customInputSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'lower-case letters, digits and _'),
    type: z.enum(['number', 'string', 'boolean']),
  })
  .meta({ id: 'CustomInput' });

export type RuleBody = z.infer<typeof ruleSchema>;
export type RuleDryRun = z.infer<typeof dryRunSchema>;
export type RuleQuery = z.infer<typeof ruleQuerySchema>;
export type CustomInput = z.infer<typeof customInputSchema>;

export interface RuleView {
  readonly id: string;
  readonly state: RuleState;
  readonly version: number;
  readonly label: string;
  readonly expression: string;
  readonly action: RuleAction;
  readonly value: number | string | null;
  readonly created_at: Date;
  readonly created_by: string;
}

/** What a rule said in one of its versions, which are kept for ever. */
export type RuleVersionView = Omit<RuleView, 'id' | 'state'>;

/** What a rule and each part of its text come to on one pledge; null is unknown. */
export interface RuleDryRunView {
  readonly outcome: 'fired' | 'not_fired' | 'unknown';
  readonly missing: readonly string[];
  readonly parts: readonly {
    readonly text: string;
    readonly position: { readonly line: number; readonly column: number; readonly offset: number };
    readonly value: number | string | boolean | null;
  }[];
}
