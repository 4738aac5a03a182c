import { z } from 'zod';
import { policySchema } from './policy.js';
import { customInputSchema, documentRuleSchema } from './rule.js';

/** All rules in their order, what they may name, and the thresholds: the text that people review. */
export const rulesetDocumentSchema = z
  .strictObject({
    custom_inputs: z.array(customInputSchema).max(1_000),
    policy: policySchema,
    rules: z.array(documentRuleSchema).max(2_000),
  })
  .superRefine(({ rules }, context) => {
    const seen = new Set<string>();
    for (const [index, { id }] of rules.entries()) {
      if (seen.has(id)) context.addIssue({ code: 'custom', path: ['rules', index, 'id'], message: 'is there twice' });
      seen.add(id);
    }
  });

export type RulesetDocument = z.infer<typeof rulesetDocumentSchema>;

export const rulesetImportSchema = z
  .strictObject({
    yaml: z.string().min(1).max(4_000_000),
    retire_absent: z.boolean().default(false).meta({ description: 'retires the rules that the text does not have' }),
    dry_run: z.boolean().default(false).meta({ description: 'says what would change, and changes nothing' }),
  })
  .meta({ id: 'RulesetImport' });

export type RulesetImport = z.infer<typeof rulesetImportSchema>;

/** What the text changed, or would. */
export interface RulesetImportAnswer {
  readonly changes: readonly {
    readonly what: 'rule' | 'policy' | 'custom_input';
    /** A rule's id, an input's name. */
    readonly id: string;
    readonly change: 'added' | 'edited' | 'draft' | 'shadow' | 'live' | 'retired';
  }[];
  /** Ids of the rules that are not in the text and stay as they are. */
  readonly absent: readonly string[];
}
