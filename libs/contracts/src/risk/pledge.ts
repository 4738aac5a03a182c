import { z } from 'zod';
import { scoreExample } from '../examples.js';
import { describeGroup, type ScoreGroup } from './score-groups.js';
import { daySchema, timeSchema } from '../stored-time.js';

const name = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'no control characters, and no half of a surrogate pair');

/** ISO 4217's alphabetic code is asked for; another text is no error here, but an unknown base amount. */
const currency = z
  .string()
  .min(1)
  .max(16)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'no control characters, and no half of a surrogate pair');

/** Integer minor units. */
const minorUnits = z.int().nonnegative();

const group = (name: ScoreGroup, description: string) =>
  z
    .unknown()
    .optional()
    .meta({ description: `${description}; an ill-formed value is a warning, never a refusal`, ...describeGroup(name) });

/**
 * What `POST /v1/pledges/score` refuses: without these four fields there is nothing to score.
 * Every other field is read leniently (libs/trust): unknown or ill-formed, it is a warning and an unknown feature.
 */
export const scoreRequestSchema = z
  .looseObject({
    pledge: z.looseObject({
      id: name,
      project_id: name,
      amount: minorUnits,
      currency,
      backer_id: z.unknown().optional().meta({ type: 'string', description: 'at most 128 characters' }),
      time: z.unknown().optional().meta({ type: 'string', format: 'date-time', description: 'now unless said' }),
    }),
    event: group('event', 'minFraud’s event'),
    account: group('account', 'minFraud’s account'),
    email: group('email', 'minFraud’s email'),
    billing: group('billing', 'minFraud’s billing'),
    shipping: group('shipping', 'minFraud’s shipping'),
    payment: group('payment', 'minFraud’s payment'),
    credit_card: group('credit_card', 'minFraud’s credit_card, with token and funding'),
    order: group('order', 'minFraud’s order'),
    device: group('device', 'minFraud’s device, with id'),
    custom_inputs: z
      .unknown()
      .optional()
      .meta({ type: 'object', description: 'values of the inputs that an admin has declared' }),
    budget_ms: z
      .unknown()
      .optional()
      .meta({ type: 'number', description: 'milliseconds; what has not answered by then is left out and named' }),
  })
  .meta({ id: 'ScoreRequest', examples: [scoreExample] });

export type ScoreRequest = z.infer<typeof scoreRequestSchema>;

/**
 * The body of `POST /v1/pledges/score/batch`. Its pledges are judged one by one, so that a bad one does not refuse the others;
 * here they are only counted.
 */
export const scoreBatchSchema = z.strictObject({ pledges: z.array(z.unknown()).min(1).max(200) }).meta({
  id: 'ScoreBatch',
  properties: { pledges: { type: 'array', items: { $ref: '#/components/schemas/ScoreRequest' } } },
  examples: [{ pledges: [scoreExample] }],
});

export type ScoreBatch = z.infer<typeof scoreBatchSchema>;

export const pledgeIdSchema = name;

/** Facts that a company tells in advance, for what no pledge in flight can change. */
export const backerFactSchema = z
  .strictObject({
    signed_up_at: timeSchema.nullable().default(null),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .nullable()
      .default(null),
    email: z.email().max(254).nullable().default(null),
  })
  .meta({ id: 'BackerFact' });

export const projectFactSchema = z
  .strictObject({
    creator_id: name.nullable().default(null),
    launched_at: timeSchema.nullable().default(null),
    deadline: timeSchema.nullable().default(null),
    goal: minorUnits.nullable().default(null),
    currency: currency.nullable().default(null),
    state: z.string().max(64).nullable().default(null),
  })
  .meta({ id: 'ProjectFact' });

/** Units of the currency that one unit of the company's currency buys on that UTC day. */
export const ratesSchema = z
  .strictObject({
    rates: z
      .array(
        z.strictObject({
          currency: z.string().regex(/^[A-Z]{3}$/, 'three capital letters (ISO 4217)'),
          day: daySchema,
          per_base: z.number().positive().finite(),
        }),
      )
      .min(1)
      .max(10_000),
  })
  .meta({ id: 'Rates' });

export type BackerFact = z.infer<typeof backerFactSchema>;
export type ProjectFact = z.infer<typeof projectFactSchema>;
export type Rates = z.infer<typeof ratesSchema>;
