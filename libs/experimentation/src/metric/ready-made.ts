import type { FactColumn, MetricDefinition } from '#libs/contracts';

/** A fact of the product's own: its SQL is a file below sql/warehouse, its columns are held to by a test. */
export interface ReadyMadeFact {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly statement: string;
  readonly columns: readonly FactColumn[];
}

const whose: readonly FactColumn[] = [
  { name: 'backer_id', type: 'text' },
  { name: 'project_id', type: 'text' },
  { name: 'time', type: 'timestamp' },
];
const value: FactColumn = { name: 'value', type: 'integer' };
const settledAt: FactColumn = { name: 'settled_at', type: 'timestamp' };
const risk: readonly FactColumn[] = [{ name: 'risk_level', type: 'text' }];
const fraudAt: FactColumn = { name: 'fraud_at', type: 'timestamp' };

/** Money is in minor units of the company's currency. */
export const readyMadeFacts: readonly ReadyMadeFact[] = [
  {
    key: 'pledge',
    name: 'Pledges',
    description: 'One row a pledge, final when it is made; its value is the amount.',
    statement: 'metric/list_pledges',
    columns: [
      ...whose,
      value,
      { name: 'currency', type: 'text' },
      ...risk,
      { name: 'disposition', type: 'text' },
      fraudAt,
    ],
  },
  {
    key: 'pledge_or_cancellation',
    name: 'Pledges and cancellations',
    description: 'One row a pledge with its amount, and one that takes it away again when it was cancelled.',
    statement: 'metric/list_pledges_and_cancellations',
    columns: [...whose, settledAt, value, ...risk, fraudAt],
  },
  {
    key: 'collection',
    name: 'Collections',
    description: 'One row a pledge that was collected, at the time of the pledge and final when the card was charged.',
    statement: 'metric/list_collections',
    columns: [...whose, settledAt, value, ...risk, fraudAt],
  },
  {
    key: 'charge_back',
    name: 'Charge-backs',
    description: 'One row a charge-back, at the time of the pledge and final when it became known.',
    statement: 'metric/list_charge_backs',
    columns: [
      ...whose,
      settledAt,
      value,
      { name: 'thousandfold', type: 'integer' },
      { name: 'category', type: 'text' },
      ...risk,
    ],
  },
  ...[
    { key: 'staff', name: 'Staff', statement: 'metric/list_staff', who: 'staff (`is_staff` is true)' },
    {
      key: 'known_bot',
      name: 'Known bots',
      statement: 'metric/list_known_bots',
      who: 'a bot’s (`is_bot` is true, or its `user_agent` says so)',
    },
  ].map(({ who, ...fact }) => ({
    ...fact,
    description: `Who is left out of experiments: one row an id from the first event that said it to be ${who}.`,
    columns: [
      { name: 'visitor_id', type: 'text' },
      { name: 'backer_id', type: 'text' },
      { name: 'time', type: 'timestamp' },
      { name: 'reason', type: 'text' },
    ] as const,
  })),
];

const pledgeDays = 7;
/** The longest project: a pledge is collected, or cancelled, by its project's deadline. */
const longestProjectDays = 60;
/** How long after the charge a charge-back may come, by the rules of the card networks. */
const chargeBackDays = 120;

const usual = {
  denominator: null,
  quantile: null,
  retention: null,
  act_days: pledgeDays,
  window_days: pledgeDays,
  cap: null,
  direction: 'increase',
  measure: 'money',
  margin: null,
  minimum_effect: null,
  readings: ['all', 'normal_risk', 'net_of_fraud'],
  fraud_days: chargeBackDays,
  covariate_days: 14,
} as const;

const over = (fact: string, column: string | null) => ({ fact, value: column, filters: [] });

/** By key. Windows have one length for all units: one that ended with the unit's project would select by outcome. */
export const readyMadeMetrics: Readonly<Record<string, MetricDefinition>> = {
  pledge_conversion: {
    ...usual,
    name: 'Pledge conversion',
    description: 'Share of units that make at least one pledge within 7 days of their first exposure.',
    kind: 'proportion',
    measure: 'number',
    numerator: over('pledge', null),
  },
  pledged_per_visitor: {
    ...usual,
    name: 'Pledged per unit',
    description: 'Amount pledged within 7 days of the first exposure, per unit, in the company’s currency.',
    kind: 'mean',
    numerator: over('pledge', 'value'),
  },
  pledged_net_per_visitor: {
    ...usual,
    name: 'Pledged per unit, net of cancellations',
    description:
      'Amount pledged within 7 days of the first exposure and not cancelled within 67, per unit, in the company’s currency.',
    kind: 'mean',
    numerator: over('pledge_or_cancellation', 'value'),
    window_days: pledgeDays + longestProjectDays,
  },
  collected_per_visitor: {
    ...usual,
    name: 'Collected per unit',
    description:
      'Amount charged within 67 days of the first exposure for pledges of its first 7 days, per unit, in the company’s currency.',
    kind: 'mean',
    numerator: over('collection', 'value'),
    window_days: pledgeDays + longestProjectDays,
  },
  repeat_pledging: {
    ...usual,
    name: 'Repeat pledging',
    description: 'Share of units that come back and pledge from the 8th to the 35th day after their first exposure.',
    kind: 'retention',
    measure: 'number',
    numerator: over('pledge', null),
    retention: { from_day: pledgeDays, to_day: 35 },
    act_days: 35,
    window_days: 35,
  },
  charge_back_rate: {
    ...usual,
    name: 'Charge-back rate',
    description:
      'Pledges of the first 7 days that are charged back within 187, as a share of those that are collected.',
    kind: 'ratio',
    measure: 'number',
    numerator: over('charge_back', null),
    denominator: over('collection', null),
    window_days: pledgeDays + longestProjectDays + chargeBackDays,
    direction: 'decrease',
    readings: ['all', 'normal_risk'],
  },
  fraud_loss_per_thousand: {
    ...usual,
    name: 'Fraud loss per thousand units',
    description:
      'Amount charged back as fraud within 187 days for pledges of the first 7, per thousand units, in the company’s currency.',
    kind: 'mean',
    numerator: {
      fact: 'charge_back',
      value: 'thousandfold',
      filters: [{ column: 'category', op: '=', value: 'fraud' }],
    },
    window_days: pledgeDays + longestProjectDays + chargeBackDays,
    direction: 'decrease',
    readings: ['all', 'normal_risk'],
  },
};
