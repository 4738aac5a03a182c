import { z } from 'zod';

/**
 * The groups of a score request besides `pledge`, as minFraud has them. They describe; they refuse nothing: a value that is
 * not as said here is a warning and an unknown feature (libs/trust reads them).
 */
const text = (longest: number) => z.string().min(1).max(longest);
const flag = z.boolean();
const amount = z.number().nonnegative();
const country = text(2)
  .regex(/^[A-Z]{2}$/)
  .meta({ description: 'ISO 3166-1 alpha-2' });
const resultCode = z.string().regex(/^[A-Za-z]$/);

const place = {
  first_name: text(255),
  last_name: text(255),
  company: text(255),
  address: text(255),
  address_2: text(255),
  city: text(255),
  region: text(64).meta({ description: 'ISO 3166-2, without the country' }),
  country,
  postal: text(32),
  phone_number: text(32),
  phone_country_code: text(4),
};

const groups = {
  event: z.object({
    shop_id: text(255),
    transaction_id: text(255),
    type: text(64),
    time: z.iso.datetime({ offset: true }),
  }),
  account: z.object({
    user_id: text(128),
    username_md5: z.string().regex(/^[0-9a-fA-F]{32}$/),
  }),
  email: z.object({ address: z.string().max(254), domain: text(253) }),
  billing: z.object(place),
  shipping: z.object({ ...place, delivery_speed: text(32) }),
  payment: z.object({
    processor: text(64),
    was_authorized: flag,
    decline_code: text(64),
    method: text(32),
  }),
  credit_card: z.object({
    token: text(128).meta({ description: 'a fingerprint, never a number' }),
    issuer_id_number: z.string().regex(/^(\d{6}|\d{8})$/),
    last_digits: z.string().regex(/^(\d{2}|\d{4})$/),
    bank_name: text(255),
    bank_phone_number: text(32),
    bank_phone_country_code: text(4),
    country,
    funding: z.enum(['credit', 'debit', 'prepaid', 'unknown']),
    avs_result: resultCode,
    cvv_result: resultCode,
    was_3d_secure_successful: flag,
  }),
  order: z.object({
    amount,
    currency: text(16),
    discount_code: text(64),
    affiliate_id: text(64),
    subaffiliate_id: text(64),
    referrer_uri: text(1_024),
    is_gift: flag,
    has_gift_message: flag,
  }),
  device: z.object({
    ip_address: z.string().meta({ description: 'IPv4 or IPv6' }),
    id: text(128),
    user_agent: text(512),
    accept_language: text(255),
    session_age: amount.meta({ description: 'seconds' }),
    session_id: text(255),
    tracking_token: text(255),
  }),
} as const;

export type ScoreGroup = keyof typeof groups;

/** What a group looks like, for the description of the API: its fields without a duty to send any. */
export function describeGroup(group: ScoreGroup): Readonly<Record<string, unknown>> {
  const { properties } = z.toJSONSchema(groups[group]);
  return { type: 'object', properties };
}
