import { timeOf } from '#libs/contracts';
import { isStorable } from '#libs/errors';
import { canonicalEmail } from '#libs/scoring';
import { parseIp } from '#libs/ip';

export type FieldValue = string | number | boolean;

/** Reads a field, or gives undefined when it is ill-formed. */
type Reader = (value: unknown) => FieldValue | undefined;

const text =
  (longest: number): Reader =>
  (value) =>
    typeof value === 'string' && value.length > 0 && value.length <= longest && !/[\p{Cc}\p{Cs}]/u.test(value)
      ? value
      : undefined;

const matching =
  (pattern: RegExp): Reader =>
  (value) =>
    typeof value === 'string' && pattern.test(value) ? value : undefined;

const flag: Reader = (value) => (typeof value === 'boolean' ? value : undefined);
const number: Reader = (value) => (typeof value === 'number' && value >= 0 && value < Infinity ? value : undefined);
const country = matching(/^[A-Z]{2}$/);
const digits = (pattern: RegExp): Reader => matching(pattern);
const resultCode = matching(/^[A-Za-z]$/);
const md5 = matching(/^[0-9a-fA-F]{32}$/);
const email: Reader = (value) =>
  typeof value === 'string' && isStorable(value) && canonicalEmail(value) !== undefined ? value : undefined;
const ip: Reader = (value) => (typeof value === 'string' ? parseIp(value)?.text : undefined);

/** RFC 3339 with an offset. */
const time: Reader = (value) =>
  typeof value === 'string' &&
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/i.test(value) &&
  timeOf(value) !== undefined
    ? value
    : undefined;

const place = {
  first_name: text(255),
  last_name: text(255),
  company: text(255),
  address: text(255),
  address_2: text(255),
  city: text(255),
  region: text(64),
  country,
  postal: text(32),
  phone_number: text(32),
  phone_country_code: text(4),
} as const;

/** minFraud's groups and the fields that are read of them; ours are `pledge`, `device.id` and `credit_card.funding`. */
export const requestGroups: Readonly<Record<string, Readonly<Record<string, Reader>>>> = {
  pledge: { id: text(128), project_id: text(128), backer_id: text(128), amount: number, currency: text(16), time },
  event: { shop_id: text(255), transaction_id: text(255), type: text(64), time },
  account: { user_id: text(128), username_md5: md5 },
  email: { address: email, domain: text(253) },
  billing: place,
  shipping: { ...place, delivery_speed: text(32) },
  payment: { processor: text(64), was_authorized: flag, decline_code: text(64), method: text(32) },
  credit_card: {
    token: text(128),
    issuer_id_number: digits(/^(\d{6}|\d{8})$/),
    last_digits: digits(/^(\d{2}|\d{4})$/),
    bank_name: text(255),
    bank_phone_number: text(32),
    bank_phone_country_code: text(4),
    country,
    funding: matching(/^(credit|debit|prepaid|unknown)$/),
    avs_result: resultCode,
    cvv_result: resultCode,
    was_3d_secure_successful: flag,
  },
  order: {
    amount: number,
    currency: text(16),
    discount_code: text(64),
    affiliate_id: text(64),
    subaffiliate_id: text(64),
    referrer_uri: text(1_024),
    is_gift: flag,
    has_gift_message: flag,
  },
  device: {
    ip_address: ip,
    id: text(128),
    user_agent: text(512),
    accept_language: text(255),
    session_age: number,
    session_id: text(255),
    tracking_token: text(255),
  },
};

/** Whose place is not among the groups. */
export const otherFields: ReadonlySet<string> = new Set(['custom_inputs', 'budget_ms']);
