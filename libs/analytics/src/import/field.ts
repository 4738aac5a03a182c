/** What a column's text becomes. */
export type FieldType = 'text' | 'time' | 'amount' | 'flag' | 'label';

/** A field of ours that a column may be mapped to. */
export interface ImportField {
  readonly name: string;
  readonly type: FieldType;
  readonly required?: true;
  /** Names of columns that are taken for it where no mapping says otherwise; its own name always is. */
  readonly aliases?: readonly string[];
  /** Group and field of the request that a pledge is scored by; absent: see the description. */
  readonly to?: readonly [string, string];
  readonly description: string;
}

/** Fields of a pledge. This table makes the reader, `--help` and docs/guides/import.md. */
export const pledgeFields: readonly ImportField[] = [
  {
    name: 'pledge_id',
    type: 'text',
    required: true,
    aliases: ['id', 'transaction_id'],
    description: 'Which pledge; again with something changed, it is a revision',
  },
  {
    name: 'time',
    type: 'time',
    required: true,
    aliases: ['created_at', 'pledged_at', 'timestamp'],
    description: 'When it was made',
  },
  { name: 'amount', type: 'amount', required: true, description: 'Money, in the unit that --amount-unit says' },
  { name: 'currency', type: 'text', required: true, description: 'ISO 4217 code; often --set currency=USD' },
  { name: 'project_id', type: 'text', required: true, aliases: ['project'], description: 'To which project' },
  { name: 'backer_id', type: 'text', aliases: ['backer'], to: ['pledge', 'backer_id'], description: 'By whom' },
  {
    name: 'card',
    type: 'text',
    aliases: ['card_token', 'card_fingerprint'],
    to: ['credit_card', 'token'],
    description: 'Fingerprint of the card, never its number',
  },
  {
    name: 'bin',
    type: 'text',
    to: ['credit_card', 'issuer_id_number'],
    description: 'First 6 or 8 digits of the card',
  },
  { name: 'card_country', type: 'text', to: ['credit_card', 'country'], description: 'ISO 3166 code of the issuer' },
  {
    name: 'card_funding',
    type: 'text',
    to: ['credit_card', 'funding'],
    description: 'credit, debit, prepaid or unknown',
  },
  {
    name: 'cvv_result',
    type: 'text',
    aliases: ['cvc_result'],
    to: ['credit_card', 'cvv_result'],
    description: "The processor's letter of the code check",
  },
  {
    name: 'avs_result',
    type: 'text',
    to: ['credit_card', 'avs_result'],
    description: "The processor's letter of the address check",
  },
  {
    name: 'was_3d_secure_successful',
    type: 'flag',
    aliases: ['three_d_secure'],
    to: ['credit_card', 'was_3d_secure_successful'],
    description: 'true or false',
  },
  { name: 'ip', type: 'text', aliases: ['ip_address'], to: ['device', 'ip_address'], description: 'IPv4 or IPv6' },
  { name: 'device', type: 'text', aliases: ['device_id'], to: ['device', 'id'], description: 'Id of the device' },
  { name: 'user_agent', type: 'text', to: ['device', 'user_agent'], description: 'Of the browser' },
  { name: 'accept_language', type: 'text', to: ['device', 'accept_language'], description: 'Of the browser' },
  { name: 'email', type: 'text', to: ['email', 'address'], description: 'E-mail address of the backer' },
  { name: 'first_name', type: 'text', to: ['billing', 'first_name'], description: 'Of the billing address' },
  { name: 'last_name', type: 'text', to: ['billing', 'last_name'], description: 'Of the billing address' },
  { name: 'billing_country', type: 'text', to: ['billing', 'country'], description: 'ISO 3166 code' },
  { name: 'billing_postal', type: 'text', to: ['billing', 'postal'], description: 'Of the billing address' },
  { name: 'shipping_address', type: 'text', to: ['shipping', 'address'], description: 'Street and number' },
  { name: 'shipping_city', type: 'text', to: ['shipping', 'city'], description: 'Of the shipping address' },
  { name: 'shipping_postal', type: 'text', to: ['shipping', 'postal'], description: 'Of the shipping address' },
  { name: 'shipping_country', type: 'text', to: ['shipping', 'country'], description: 'ISO 3166 code' },
  {
    name: 'was_authorized',
    type: 'flag',
    to: ['payment', 'was_authorized'],
    description: 'Whether the bank agreed, true or false',
  },
  {
    name: 'decline_code',
    type: 'text',
    to: ['payment', 'decline_code'],
    description: "The processor's, if it did not",
  },
  {
    name: 'account_created_at',
    type: 'time',
    aliases: ['signed_up_at'],
    description: "The backer's sign-up; else from the backers that are known",
  },
  { name: 'creator_id', type: 'text', description: "The project's creator; else from the projects that are known" },
  { name: 'project_launched_at', type: 'time', description: 'Else from the projects that are known' },
  { name: 'creator_account_created_at', type: 'time', description: "The creator's sign-up" },
  { name: 'label', type: 'label', description: 'What it turned out to be; --label-values says what the values mean' },
  { name: 'label_known_at', type: 'time', description: 'When that became known; else --label-delay after the pledge' },
];

/** Fields of what became known of a pledge later. */
export const outcomeFields: readonly ImportField[] = [
  { name: 'pledge_id', type: 'text', required: true, description: 'Of a pledge that was scored or imported before' },
  {
    name: 'known_at',
    type: 'time',
    required: true,
    aliases: ['time', 'created_at'],
    description: 'When the company learned of it: no feature sees it earlier',
  },
  { name: 'occurred_at', type: 'time', description: 'When it happened; else when it became known' },
  {
    name: 'outcome_id',
    type: 'text',
    aliases: ['id'],
    description: 'Counts once a pledge; else kind and time make one',
  },
  {
    name: 'outcome',
    type: 'text',
    aliases: ['kind'],
    description:
      'authorised, declined, changed, cancelled, collected, refunded, issuer_warning, disputed or charged_back',
  },
  {
    name: 'category',
    type: 'text',
    description: 'Of a charge-back: fraud, not_received, not_as_described, duplicate, unrecognised or other',
  },
  { name: 'reason_code', type: 'text', description: "The network's" },
  { name: 'won', type: 'flag', description: 'Whether the dispute was won, true or false' },
  { name: 'amount', type: 'amount', description: 'Money, in the unit that --amount-unit says' },
  { name: 'currency', type: 'text', description: 'ISO 4217 code of the amount' },
  { name: 'label', type: 'label', description: 'What the pledge turned out to be, where no outcome says so' },
];

/** Fields of an event; every other column of a table becomes a property. */
export const eventFields: readonly ImportField[] = [
  { name: 'event', type: 'text', required: true, aliases: ['name', 'event_name'], description: 'What happened' },
  { name: 'distinct_id', type: 'text', required: true, aliases: ['user_id'], description: 'To whom' },
  { name: 'time', type: 'time', required: true, aliases: ['timestamp', 'created_at'], description: 'When; any age' },
  {
    name: 'insert_id',
    type: 'text',
    aliases: ['$insert_id', 'event_id'],
    description: 'Makes it count once; else all of it does',
  },
  { name: 'ip', type: 'text', aliases: ['ip_address'], description: 'IPv4 or IPv6' },
  { name: 'source', type: 'text', description: 'Who told: import unless said; app to count once with live events' },
];

export const importFields = { pledges: pledgeFields, outcomes: outcomeFields, events: eventFields } as const;
