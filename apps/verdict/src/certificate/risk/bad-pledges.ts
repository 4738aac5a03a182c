import fc from 'fast-check';
import {
  emailField,
  flagField,
  ipField,
  numberField,
  textField,
  timeField,
  tooLarge,
  type BadField,
} from './bad-fields.js';

/** A request that nobody sends in good faith, and what has to come of it. */
export interface BadPledge {
  readonly body: unknown;
  /** Pointers of which one must be named in a refusal; empty: it must be scored. */
  readonly refused: readonly string[];
  /** Pointers that must be among the warnings, */
  readonly warned: readonly string[];
  /** and those that must not. */
  readonly unwarned: readonly string[];
}

const place = {
  first_name: textField(['Ann', 'José', 'Zoë', '王']),
  last_name: textField(['Lee', 'O’Neil', 'Ødegård']),
  address: textField(['221B Baker St.', 'Hauptstraße 1']),
  city: textField(['Berlin', '東京']),
  postal: textField(['10115', 'NW1 6XE']),
  country: textField(['DE', 'US', 'GB']),
};

const groups: Readonly<Record<string, Readonly<Record<string, fc.Arbitrary<BadField>>>>> = {
  email: { address: emailField },
  device: {
    ip_address: ipField,
    id: textField(['device-1', 'device-2', 'device-3']),
    accept_language: textField(['de', 'en-US,en;q=0.9']),
    session_age: numberField,
  },
  credit_card: {
    token: textField(['card-1', 'card-2', 'card-3']),
    issuer_id_number: textField(['411111', '55555555']),
    country: textField(['DE', 'US']),
    funding: textField(['credit', 'debit', 'prepaid', 'unknown']),
    avs_result: textField(['Y', 'N', 'q']),
    cvv_result: textField(['M', 'N']),
    was_3d_secure_successful: flagField,
  },
  billing: place,
  shipping: place,
  account: { user_id: textField(['backer-1', 'backer-2']) },
  event: { time: timeField },
  order: { amount: numberField, is_gift: flagField },
  payment: { was_authorized: flagField, decline_code: textField(['51', 'do_not_honor']) },
};

/** Minor units, from nothing to the largest whole number that JSON keeps. */
const amount = fc.oneof(
  fc.integer({ min: 0, max: 100_000 }),
  fc.constantFrom(0, 1, 2 ** 31, 2 ** 32, 1e12, 1e15, Number.MAX_SAFE_INTEGER),
  fc.maxSafeNat(),
);

const currency = fc.constantFrom('USD', 'EUR', 'JPY', 'XXX', 'usd', 'US', 'BTC', '€', '１２３', 'USD ', '__proto__');

const pledge = fc.record(
  {
    id: fc.uuid().map((text) => `pledge-${text}`),
    project_id: fc.constantFrom('project-1', 'project-2'),
    amount,
    currency,
    backer_id: textField(['backer-1', 'backer-2', 'backer-3']),
    time: timeField,
  },
  { requiredKeys: ['id', 'project_id', 'amount', 'currency'] },
);

/** Some of the fields of some of the groups. */
const someGroups = fc.record(
  Object.fromEntries(Object.entries(groups).map(([name, fields]) => [name, fc.record(fields, { requiredKeys: [] })])),
  { requiredKeys: [] },
);

/** Groups and fields that there are not, and groups that are none. */
const strange = fc.record(
  {
    nothing_like_it: fc.constant(1),
    'a/b~c': fc.constant({}),
    custom_inputs: fc.constantFrom<unknown>('text', [], { undeclared: 1 }, { undeclared: { deep: [[[]]] } }),
    budget_ms: fc.constantFrom<unknown>(0, -1, 1e9, tooLarge, 'soon', []),
  },
  { requiredKeys: [] },
);

const noGroup = fc.dictionary(fc.constantFrom(...Object.keys(groups)), fc.constantFrom<unknown>('text', 1, [], true), {
  maxKeys: 2,
});

const scored: fc.Arbitrary<BadPledge> = fc
  .record({ pledge, someGroups, strange, noGroup: fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, noGroup) })
  .map((made) => {
    const warned: string[] = [];
    const unwarned: string[] = [];
    const read = (pointer: string, { value, warned: is }: BadField): unknown => {
      if (is === true) warned.push(pointer);
      if (is === false) unwarned.push(pointer);
      return value;
    };
    const { backer_id, time, ...required } = made.pledge;
    const body: Record<string, unknown> = {
      pledge: {
        ...required,
        ...(backer_id === undefined ? {} : { backer_id: read('/pledge/backer_id', backer_id) }),
        ...(time === undefined ? {} : { time: read('/pledge/time', time) }),
      },
    };
    for (const [name, fields] of Object.entries(made.someGroups)) {
      if (fields === undefined || name in made.noGroup) continue;
      const entries = Object.entries(fields).flatMap(([field, one]) =>
        one === undefined ? [] : [[field, read(`/${name}/${field}`, one)]],
      );
      body[name] = Object.fromEntries(entries);
    }
    for (const [name, value] of Object.entries(made.noGroup)) {
      body[name] = value;
      warned.push(`/${name}`);
    }
    if (made.strange.nothing_like_it !== undefined) warned.push('/nothing_like_it');
    if (made.strange['a/b~c'] !== undefined) warned.push('/a~1b~0c');
    if (made.strange.budget_ms !== undefined) warned.push('/budget_ms');
    if (['XXX', 'usd', 'US', 'BTC', '€', '１２３', 'USD ', '__proto__'].includes(required.currency))
      warned.push('/pledge/currency');
    return { body: { ...body, ...made.strange }, refused: [], warned, unwarned };
  });

const noName = fc.constantFrom<unknown>(undefined, null, '', 1, true, {}, [], 'a'.repeat(129), 'a\0', '\uD800');
const noAmount = fc.constantFrom<unknown>(
  undefined,
  null,
  '100',
  tooLarge,
  -1,
  0.5,
  1e300,
  2 ** 53,
  true,
  {},
  [],
  '',
  'NaN',
);

/** One of the four fields without which there is nothing to score is missing, or of the wrong type. */
const unscorable: fc.Arbitrary<BadPledge> = fc
  .record({
    scored,
    broken: fc.oneof(
      noName.map((value) => ['id', value] as const),
      noName.map((value) => ['project_id', value] as const),
      noAmount.map((value) => ['amount', value] as const),
      fc
        .constantFrom<unknown>(undefined, null, '', 840, {}, 'a'.repeat(17))
        .map((value) => ['currency', value] as const),
      fc.constantFrom<unknown>(undefined, null, 'text', 1).map((value) => ['', value] as const),
    ),
  })
  .map(({ scored: { body }, broken: [field, value] }) => {
    const whole = body as { readonly pledge: object };
    const pledge = field === '' ? value : { ...whole.pledge, [field]: value };
    const pointer = field === '' ? '/pledge' : `/pledge/${field}`;
    return { body: { ...whole, pledge }, refused: [pointer], warned: [], unwarned: [] };
  });

/** What is JSON, and no request. */
const noRequest: fc.Arbitrary<BadPledge> = fc
  .constantFrom<unknown>(null, [], 'text', 1, true, {}, [{}])
  .map((body) => ({ body, refused: ['', '/pledge'], warned: [], unwarned: [] }));

export const badPledge: fc.Arbitrary<BadPledge> = fc.oneof(
  { weight: 16, arbitrary: scored },
  { weight: 3, arbitrary: unscorable },
  { weight: 1, arbitrary: noRequest },
);
