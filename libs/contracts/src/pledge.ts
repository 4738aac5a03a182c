import { z } from 'zod';

const name = z
  .string()
  .min(1)
  .max(128)
  .regex(/^\P{Cc}*$/u, 'no control characters');

/** ISO 4217's alphabetic code is asked for; another text is no error here, but an unknown base amount. */
const currency = z.string().min(1).max(16);

/** Integer minor units. */
const minorUnits = z.int().nonnegative();

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
      backer_id: z.unknown().optional().meta({ description: 'text' }),
      time: z.unknown().optional().meta({ description: 'RFC 3339; now unless said' }),
    }),
    event: z.unknown().optional().meta({ description: 'minFraud event: shop_id, transaction_id, type' }),
    account: z.unknown().optional().meta({ description: 'minFraud account: user_id, username_md5' }),
    email: z.unknown().optional().meta({ description: 'minFraud email: address, domain' }),
    billing: z
      .unknown()
      .optional()
      .meta({ description: 'minFraud billing: names, address, city, region, country, postal, phone' }),
    shipping: z.unknown().optional().meta({ description: 'minFraud shipping: as billing, and delivery_speed' }),
    payment: z
      .unknown()
      .optional()
      .meta({ description: 'minFraud payment: processor, was_authorized, decline_code, method' }),
    credit_card: z.unknown().optional().meta({
      description: 'minFraud credit_card: token (a fingerprint, never a number), issuer_id_number, country, funding …',
    }),
    order: z.unknown().optional().meta({ description: 'minFraud order: referrer_uri, is_gift, discount_code …' }),
    device: z
      .unknown()
      .optional()
      .meta({ description: 'minFraud device: ip_address, id, user_agent, accept_language …' }),
    custom_inputs: z.unknown().optional().meta({ description: 'values of the inputs that an admin has declared' }),
    budget_ms: z
      .unknown()
      .optional()
      .meta({ description: 'milliseconds; what has not answered by then is left out and named' }),
  })
  .meta({ id: 'ScoreRequest' });

export type ScoreRequest = z.infer<typeof scoreRequestSchema>;

export const pledgeIdSchema = name;

/** Facts that a company tells in advance, for what no pledge in flight can change. */
export const backerFactSchema = z
  .strictObject({
    signed_up_at: z.iso.datetime({ offset: true }).nullable().default(null),
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
    launched_at: z.iso.datetime({ offset: true }).nullable().default(null),
    deadline: z.iso.datetime({ offset: true }).nullable().default(null),
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
          day: z.iso.date(),
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
