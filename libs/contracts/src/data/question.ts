import { z } from 'zod';
import { queryExample, questionExample, runExample } from '../examples.js';
import { daySchema } from '../stored-time.js';

export const parameterTypes = ['text', 'integer', 'double', 'boolean', 'date', 'timestamp'] as const;

const prose = z.string().min(1).max(4_000);

const parameterSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'lower-case letters, digits and _; the first a letter'),
  type: z.enum(parameterTypes),
  description: z.string().max(500).default(''),
  default: z.union([z.string().max(1_000), z.number(), z.boolean()]).optional(),
});

const sql = z
  .string()
  .min(1)
  .max(20_000)
  .meta({ description: 'one SELECT over what is published; $1, $2, … are the parameters in their order' });

const parameters = z
  .array(parameterSchema)
  .max(20)
  .default([])
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'two parameters have the same name');

/** The prompts of a good data request, and the SQL that answers it. */
export const questionSchema = z
  .strictObject({
    title: z.string().min(1).max(200),
    question: prose.meta({ description: 'What is your question?' }),
    why: prose.meta({ description: 'Why does it matter? What will be decided by it?' }),
    needed_by: daySchema.meta({ description: 'When is it needed? There is always a day.' }),
    least: prose.meta({ description: 'What is the least that would help?' }),
    moderate: prose.meta({ description: 'What would be a good answer?' }),
    most: prose.meta({ description: 'What is the most that could be wished for?' }),
    sql,
    parameters,
  })
  .meta({ id: 'Question', examples: [questionExample] });

const value = z.union([z.string().max(1_000), z.number(), z.boolean(), z.null()]);
const values = z.record(z.string().max(64), value).default({}).meta({ description: 'by the names of the parameters' });
const rows = z
  .int()
  .min(1)
  .max(100_000)
  .default(1_000)
  .meta({ description: 'more are cut off, and the answer says so' });

export const newRunSchema = z.strictObject({ values, rows }).meta({ id: 'NewQuestionRun', examples: [runExample] });

/** A question that nobody keeps: its answer has a permalink all the same. */
export const querySchema = z
  .strictObject({
    sql,
    parameters,
    values,
    rows,
    explain: z.boolean().default(false).meta({ description: 'how the warehouse would answer, without asking it' }),
  })
  .meta({ id: 'Query', examples: [queryExample] });

export const runNoteSchema = z
  .strictObject({
    looks_right: z.boolean().meta({ description: 'Does this look right to you?' }),
    text: z.string().max(4_000).default(''),
  })
  .meta({ id: 'QuestionRunNote' });

export const runRowsQuerySchema = z.strictObject({ format: z.enum(['json', 'csv']).default('json') });

export const questionListSchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  archived: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
});

/** `snapshot.shop_projects`, or a table or view of another schema of the company's warehouse. */
export const relationSchema = z
  .string()
  .max(200)
  .regex(/^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$/, 'schema.name, lower-case letters, digits and _')
  .refine((name) => !/^(warehouse|published|pg_\w*|information_schema|main|temp|system)\./.test(name), {
    message: 'only the company’s own schemas are published; the product’s views are already',
  });

export type QuestionBody = z.infer<typeof questionSchema>;
export type QuestionParameter = z.infer<typeof parameterSchema>;
export type QuestionValue = z.infer<typeof value>;
export type NewQuestionRun = z.infer<typeof newRunSchema>;
export type QueryBody = z.infer<typeof querySchema>;
export type RunNoteBody = z.infer<typeof runNoteSchema>;
export type RunRowsQuery = z.infer<typeof runRowsQuerySchema>;
export type QuestionListQuery = z.infer<typeof questionListSchema>;

export interface QuestionView extends QuestionBody {
  readonly id: string;
  /** Counts the changes, from 1. */
  readonly version: number;
  readonly created_by: string;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly archived_at: Date | null;
  readonly last_run: { readonly id: string; readonly at: Date; readonly state: RunState } | null;
}

export type RunState = 'waiting' | 'answered' | 'failed';

export interface RunNote {
  readonly looks_right: boolean;
  readonly text: string;
  readonly by: string;
  readonly at: Date;
}

export interface RunView {
  readonly id: string;
  /** Null for a query that nobody keeps. */
  readonly question_id: string | null;
  readonly question_version: number | null;
  readonly state: RunState;
  readonly job_id: string | null;
  readonly values: Readonly<Record<string, QuestionValue>>;
  /** The SQL that was run: `/v1/queries/{hash}` shows it for ever. */
  readonly hash: string;
  readonly engine: string | null;
  readonly columns: readonly string[] | null;
  readonly row_count: number | null;
  /** The answer is the warehouse's plan, a line a row. */
  readonly explain: boolean;
  /** There were more rows than asked for. */
  readonly truncated: boolean | null;
  readonly error: string | null;
  readonly asked_by: string;
  readonly asked_at: Date;
  readonly answered_at: Date | null;
  readonly disclaimer: string;
  readonly notes: readonly RunNote[];
}

export interface RunRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly truncated: boolean;
}

export interface PublicationView {
  readonly relation: string;
  /** What a row of it is; null for what is the company's own. */
  readonly meaning: string | null;
  /** None for what is the company's own. */
  readonly columns: readonly { readonly name: string; readonly meaning: string }[];
  readonly built_in: boolean;
  readonly published_by: string | null;
  readonly published_at: Date | null;
}
