import type { RuleBody } from '#libs/contracts';

/** `seed` is what a rule of ours is known by, so that it comes once; its label may be changed. */
export type DefaultRule = RuleBody & { readonly seed: string };

/** A dozen rules to begin with: what card testers, users of stolen cards, rings and self-backers do. */
export const defaultRules: readonly DefaultRule[] = [
  {
    seed: 'card-testing-device',
    label: 'Many cards on one device',
    expression: 'device_cards_24h >= 5',
    action: 'reject',
  },
  {
    seed: 'card-testing-address',
    label: 'Many cards from one hosting address',
    expression: 'ip_cards_24h >= 5 && ip_is_hosting',
    action: 'reject',
  },
  {
    seed: 'card-burst',
    label: 'One card tried again and again',
    expression: 'card_pledges_1h >= 8',
    action: 'manual_review',
  },
  {
    seed: 'card-declines',
    label: 'A card declined several times today',
    expression: 'card_declines_24h >= 3',
    action: 'manual_review',
  },
  {
    seed: 'card-fraud-known',
    label: 'A card known for fraud',
    expression: 'card_frauds_30d >= 1',
    action: 'reject',
  },
  {
    seed: 'card-shared',
    label: 'One card, several backers',
    expression: 'card_backers_7d >= 3',
    action: 'manual_review',
  },
  {
    seed: 'stolen-card',
    label: 'A card from abroad through a hosting network',
    expression: 'ip_is_hosting && !card_in_ip_country',
    action: 'manual_review',
  },
  {
    seed: 'new-account-hosting',
    label: 'An account of today through a hosting network',
    expression: 'account_age_days < 1 && ip_is_hosting',
    action: 'request_3ds',
  },
  {
    seed: 'device-shared',
    label: 'One device, many backers',
    expression: 'device_backers_7d >= 4',
    action: 'manual_review',
  },
  {
    seed: 'self-backing',
    label: 'The creator backs her own project',
    expression: 'backer_is_creator',
    action: 'manual_review',
  },
  {
    seed: 'project-one-address',
    label: 'A project backed from one address',
    expression: 'project_ip_share_24h > 0.5 && project_ip_pledges_24h >= 5',
    action: 'manual_review',
  },
  {
    seed: 'disposable-email',
    label: 'A throw-away e-mail address',
    expression: 'email_is_disposable',
    action: 'tag',
    value: 'disposable e-mail',
  },
  {
    seed: 'large-and-new',
    label: 'Much money from an account of this week',
    expression: 'base_amount >= 50000 && account_age_days < 7',
    action: 'add_to_score',
    value: 1,
  },
];
