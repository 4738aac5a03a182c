import { z } from 'zod';

export const ruleActions = ['accept', 'reject', 'manual_review', 'add_to_score', 'tag', 'request_3ds'] as const;
export const ruleStates = ['draft', 'live', 'retired'] as const;

export type RuleAction = (typeof ruleActions)[number];
export type RuleState = (typeof ruleStates)[number];

/** `value` is the log-odds that add_to_score adds, or the text of a tag; the other actions take none. */
export const ruleSchema = z
  .strictObject({
    label: z.string().trim().min(1).max(120),
    expression: z.string().min(1).max(4_000),
    action: z.enum(ruleActions),
    value: z.union([z.number().min(-20).max(20), z.string().min(1).max(64)]).optional(),
  })
  .superRefine(({ action, value }, context) => {
    const expected = action === 'add_to_score' ? 'number' : action === 'tag' ? 'string' : 'undefined';
    if (typeof value !== expected)
      context.addIssue({
        code: 'custom',
        path: ['value'],
        message: expected === 'undefined' ? `${action} takes no value` : `${action} needs a ${expected}`,
      });
  })
  .meta({ id: 'Rule' });

export const ruleIdSchema = z.uuid();

export const ruleQuerySchema = z.strictObject({ state: z.enum(ruleStates).optional() });

export const customInputSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'lower-case letters, digits and _'),
    type: z.enum(['number', 'string', 'boolean']),
  })
  .meta({ id: 'CustomInput' });

export type RuleBody = z.infer<typeof ruleSchema>;
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
