import type { Family, FeatureDefinition, FeatureType } from './feature.js';
import { velocityCatalogue } from './velocity-catalogue.js';
import type { VelocityDefinition } from './velocity.js';

const country = '^[A-Z]{2}$';

type Limits = Pick<FeatureDefinition, 'minimum' | 'maximum' | 'pattern'>;

const fact = (family: Family, name: string, type: FeatureType, description: string, limits: Limits = {}) =>
  ({ name, type, family, origin: 'fact', description, ...limits }) satisfies FeatureDefinition;

const derived = (family: Family, name: string, type: FeatureType, description: string, limits: Limits = {}) =>
  ({ name, type, family, origin: 'derived', description, ...limits }) satisfies FeatureDefinition;

const velocity = ({ name, family, description, windowSeconds, aggregate }: VelocityDefinition): FeatureDefinition => ({
  name,
  type: 'double',
  family,
  origin: 'velocity',
  description,
  // Differences of revisions can be negative, so a sum of money has no lower limit.
  ...(aggregate === 'sum' ? {} : { minimum: 0 }),
  ...(aggregate === 'seconds_since' ? { maximum: windowSeconds } : {}),
});

const share = { minimum: 0, maximum: 1 };

/**
 * Every feature of a pledge, in the order of the documentation. Values come from `deriveFeatures` (facts and derived)
 * and from the velocity store; what is not there is unknown.
 */
export const featureCatalogue: readonly FeatureDefinition[] = [
  fact('ip', 'ip_country', 'string', 'Country of the IP address, ISO 3166-1 alpha-2', { pattern: country }),
  fact('ip', 'ip_asn', 'double', 'Number of the autonomous system that announces the IP address', {
    minimum: 0,
    maximum: 4_294_967_295,
  }),
  fact('ip', 'ip_is_hosting', 'bool', 'The IP address belongs to a hosting network rather than to people'),
  fact('ip', 'ip_is_anonymous', 'bool', 'The IP address is a VPN, a proxy or an exit of Tor'),
  fact('ip', 'ip_is_tor', 'bool', 'The IP address is an exit of Tor'),
  fact('ip', 'ip_is_residential_proxy', 'bool', 'The IP address is a home line sold as a proxy'),
  derived('ip', 'billing_in_ip_country', 'bool', 'The billing address is in the country of the IP address'),
  derived('ip', 'shipping_in_ip_country', 'bool', 'The shipping address is in the country of the IP address'),
  derived('ip', 'card_in_ip_country', 'bool', 'The card was issued in the country of the IP address'),

  fact('card', 'base_amount', 'double', 'Amount of the pledge, minor units of the company currency', { minimum: 0 }),
  fact('card', 'currency', 'string', 'Currency of the pledge, ISO 4217', { pattern: '^[A-Z]{3}$' }),
  fact('card', 'card_country', 'string', 'Country of the card issuer, ISO 3166-1 alpha-2', { pattern: country }),
  fact('card', 'card_is_prepaid', 'bool', 'The card is prepaid'),
  fact('card', 'card_cvv_matches', 'bool', 'The bank confirmed the card verification code'),
  fact('card', 'card_avs_matches', 'bool', 'The bank confirmed the billing address, at least its postal code'),
  fact('card', 'card_3ds_succeeded', 'bool', '3-D Secure authentication succeeded'),
  derived('card', 'card_in_billing_country', 'bool', 'The card was issued in the country of the billing address'),

  fact('email', 'email_domain', 'string', 'Domain of the e-mail address as the DNS has it: lower case, Punycode'),
  fact('email', 'email_is_free', 'bool', 'The e-mail address is with a free provider'),
  fact('email', 'email_is_disposable', 'bool', 'The e-mail address is with a throw-away provider'),
  derived('email', 'email_digits_share', 'double', 'Share of digits in the local part of the e-mail address', share),
  derived(
    'email',
    'email_name_likeness',
    'double',
    'Likeness of e-mail address and name: 0 none, 1 the name is in it',
    share,
  ),

  derived('backer', 'account_age_days', 'double', 'Days from sign-up to the pledge', { minimum: 0 }),
  derived(
    'backer',
    'amount_to_backer_mean',
    'double',
    "Amount against the backer's mean of the last 30 days; unknown below 3 pledges",
    { minimum: 0 },
  ),

  fact('project', 'backer_is_creator', 'bool', "The backer is the project's creator"),
  fact('project', 'backer_linked_to_creator', 'bool', 'The backer shares a device, card or address with the creator'),
  derived('project', 'project_age_days', 'double', 'Days from the launch of the project to the pledge', { minimum: 0 }),
  derived('project', 'creator_account_age_days', 'double', "Days from the creator's sign-up to the pledge", {
    minimum: 0,
  }),
  derived(
    'project',
    'project_fraud_share_30d',
    'double',
    "Share of the project's pledges of the last 30 days that are labelled fraud, smoothed by ten honest pledges",
    share,
  ),
  derived(
    'project',
    'project_ip_share_24h',
    'double',
    "Share of the project's pledges of the last 24 hours from this IP address; unknown below 5 pledges",
    share,
  ),
  ...velocityCatalogue.map(velocity),
];

/** The catalogue by name. */
export const featuresByName: ReadonlyMap<string, FeatureDefinition> = new Map(
  featureCatalogue.map((feature) => [feature.name, feature]),
);
