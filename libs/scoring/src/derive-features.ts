import { canonicalEmail, digitsShare, nameLikeness } from './email.js';
import type { FeatureInputs, GeoInputs } from './feature-inputs.js';
import type { FeatureValue, FeatureValues } from './feature.js';

const millisecondsPerDay = 86_400_000;

/** Below this many pledges a backer's mean says nothing. */
const leastPledgesForMean = 3;
/** Below this many pledges a project's share from one address says nothing. */
const leastPledgesForShare = 5;
/** Honest pledges added to each project: one fraud among three pledges is not a third. */
const smoothing = 10;

/** Codes of the American Express, Mastercard and Visa tables: at least the postal code agrees … */
const avsMatches = new Set(['Y', 'X', 'D', 'F', 'M', 'W', 'Z', 'P', 'L', 'V']);
/** … and neither street nor postal code does. A street alone (A, B, O) and "not checked" say nothing. */
const avsDiffers = new Set(['N', 'K']);

type Optional<Value> = Value | undefined;

const same = (left: Optional<string>, right: Optional<string>): Optional<boolean> =>
  left === undefined || right === undefined ? undefined : left === right;

/** Whole and part days; a clock that is ahead gives 0, not a negative age. */
const days = (from: Optional<number>, to: number): Optional<number> =>
  from === undefined ? undefined : Math.max(0, (to - from) / millisecondsPerDay);

function cvvMatches(result: Optional<string>): Optional<boolean> {
  if (result === undefined) return undefined;
  const code = result.toUpperCase();
  if (code === 'Y' || code === 'M') return true;
  return code === 'N' ? false : undefined;
}

function addressMatches(result: Optional<string>): Optional<boolean> {
  if (result === undefined) return undefined;
  const code = result.toUpperCase();
  if (avsMatches.has(code)) return true;
  return avsDiffers.has(code) ? false : undefined;
}

/** True if any flag is, false if at least one is known and none is set. */
function anonymous(geo: GeoInputs): Optional<boolean> {
  const flags = new Set([geo.isAnonymous, geo.isVpn, geo.isTor, geo.isPublicProxy, geo.isResidentialProxy]);
  if (flags.has(true)) return true;
  return flags.has(false) ? false : undefined;
}

const numeric = (value: Optional<FeatureValue>): Optional<number> => (typeof value === 'number' ? value : undefined);

/** amount ÷ (sum ÷ count) over the 30 days before the pledge. */
function amountToMean(amount: Optional<number>, velocity: FeatureValues): Optional<number> {
  const count = numeric(velocity['backer_pledges_30d']);
  const sum = numeric(velocity['backer_amount_30d']);
  if (amount === undefined || count === undefined || sum === undefined) return undefined;
  return count < leastPledgesForMean || sum <= 0 ? undefined : (amount * count) / sum;
}

function fraudShare(velocity: FeatureValues): Optional<number> {
  const frauds = numeric(velocity['project_frauds_30d']);
  const pledges = numeric(velocity['project_pledges_30d']);
  if (frauds === undefined || pledges === undefined) return undefined;
  return frauds / (Math.max(pledges, frauds) + smoothing);
}

function addressShare(velocity: FeatureValues): Optional<number> {
  const here = numeric(velocity['project_ip_pledges_24h']);
  const all = numeric(velocity['project_pledges_24h']);
  if (here === undefined || all === undefined || all < leastPledgesForShare) return undefined;
  return Math.min(1, here / all);
}

function emailFeatures(text: Optional<string>, name: Optional<string>): FeatureValues {
  const email = text === undefined ? undefined : canonicalEmail(text);
  if (email === undefined) return {};
  return {
    email_domain: email.domain,
    email_is_free: email.isFree,
    email_is_disposable: email.isDisposable,
    email_digits_share: digitsShare(email.local),
    email_name_likeness: name === undefined ? undefined : nameLikeness(email.local, name),
  };
}

/**
 * All features of a pledge by name: the velocity values as given, and beside them the facts and what is derived.
 * Pure, so a stored assessment can be checked: the same inputs and velocities give the same features, bit for bit.
 */
export function deriveFeatures(inputs: FeatureInputs, velocity: FeatureValues): Record<string, Optional<FeatureValue>> {
  const geo = inputs.geo ?? {};
  const card = inputs.card ?? {};
  // Spreads come last: an object that begins with one is built far slower (80 µs against 0.3, measured on Node 20).
  return {
    ip_country: geo.country,
    ip_asn: geo.asn,
    ip_is_hosting: geo.isHosting,
    ip_is_anonymous: anonymous(geo),
    ip_is_tor: geo.isTor,
    ip_is_residential_proxy: geo.isResidentialProxy,
    billing_in_ip_country: same(inputs.billingCountry, geo.country),
    shipping_in_ip_country: same(inputs.shippingCountry, geo.country),
    card_in_ip_country: same(card.country, geo.country),
    base_amount: inputs.baseAmount,
    currency: inputs.currency,
    card_country: card.country,
    card_is_prepaid: card.isPrepaid,
    card_cvv_matches: cvvMatches(card.cvvResult),
    card_avs_matches: addressMatches(card.avsResult),
    card_3ds_succeeded: card.was3dSecureSuccessful,
    card_in_billing_country: same(card.country, inputs.billingCountry),
    account_age_days: days(inputs.signedUpAt, inputs.pledgedAt),
    amount_to_backer_mean: amountToMean(inputs.baseAmount, velocity),
    backer_is_creator: same(inputs.backerId, inputs.creatorId),
    backer_linked_to_creator: inputs.backerLinkedToCreator,
    project_age_days: days(inputs.projectLaunchedAt, inputs.pledgedAt),
    creator_account_age_days: days(inputs.creatorSignedUpAt, inputs.pledgedAt),
    project_fraud_share_30d: fraudShare(velocity),
    project_ip_share_24h: addressShare(velocity),
    ...emailFeatures(inputs.email, inputs.name),
    ...velocity,
  };
}
