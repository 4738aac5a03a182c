import type { ScoreRequest } from '#libs/contracts';
import { canonicalEmail, type Entities } from '#libs/scoring';
import { networkOf, parseIp } from '#libs/ip';
import type { Configuration } from '../configuration/configuration.js';
import { canonicalHash } from '../hash.js';
import { lateLimitSeconds } from '../velocity/plan.js';
import { readRequest, type ReadRequest, type Warning } from './read-request.js';

/** A pledge as it was asked about, read and made canonical. Times are µs. */
export interface Subject {
  readonly pledgeId: string;
  readonly projectId: string;
  readonly backerId: string | undefined;
  readonly amount: number;
  readonly currency: string;
  readonly baseAmount: number | undefined;
  /** SHA-256 of the canonical body, without the budget: which answer it gets does not depend on how long one waits. */
  readonly hash: string;
  readonly askedAt: number;
  /** Its own time, where it came too late to count as now. */
  readonly lateAt: number | undefined;
  /** So late that the windows in Redis do not reach back far enough. */
  readonly tooLate: boolean;
  readonly statedTime: string | undefined;
  readonly request: ReadRequest;
  readonly warnings: readonly Warning[];
}

const lateMicros = 60 * 1_000_000;

/**
 * Ten thousand millions of a currency with cents. Nobody pledges more, and nine thousand of these in one window are still a
 * sum that a number holds exactly: beyond it live, SQL and replayed sums could not be one.
 */
const mostBaseAmount = 1e12;

export function readSubject(body: ScoreRequest, nowMs: number, configuration: Configuration): Subject {
  const request = readRequest(body, configuration.customInputs);
  const warnings = [...request.warnings];
  const askedAt = nowMs * 1_000;
  const { id, project_id, amount, currency } = body.pledge;
  const statedTime = timeOf(request, nowMs, warnings);
  const statedAt = statedTime === undefined ? askedAt : Date.parse(statedTime) * 1_000;
  const lateAt = askedAt - statedAt > lateMicros ? statedAt : undefined;
  const day = new Date(statedAt / 1_000).toISOString().slice(0, 10);
  const converted = configuration.rates.toBase(amount, currency, day);
  const baseAmount = converted !== undefined && converted <= mostBaseAmount ? converted : undefined;
  if (converted === undefined) warnings.push(unknownCurrency(configuration.rates.isKnown(currency)));
  else if (baseAmount === undefined) warnings.push(absurdAmount);
  const { budget_ms: _, ...hashed } = body;
  return {
    pledgeId: id,
    projectId: project_id,
    backerId: textOf(request, 'pledge', 'backer_id') ?? textOf(request, 'account', 'user_id'),
    amount,
    currency,
    baseAmount,
    hash: canonicalHash(asStored(hashed)),
    askedAt,
    lateAt,
    tooLate: askedAt - statedAt > lateLimitSeconds * 1_000_000,
    statedTime: statedTime === undefined ? undefined : new Date(statedTime).toISOString(),
    request,
    warnings,
  };
}

/** JSON's 1e400 is read as Infinity, which has no canonical form: unknown, and null once it is stored. */
const asStored = (body: unknown): unknown => JSON.parse(JSON.stringify(body));

/** A time ahead of ours cannot be: it counts as now. */
function timeOf(request: ReadRequest, nowMs: number, warnings: Warning[]): string | undefined {
  const stated = textOf(request, 'pledge', 'time');
  if (stated === undefined || Date.parse(stated) <= nowMs + 60_000) return stated;
  warnings.push({
    code: 'TIME_IN_FUTURE',
    warning: '/pledge/time is in the future; the pledge counts as made now',
    input_pointer: '/pledge/time',
  });
  return undefined;
}

const absurdAmount: Warning = {
  code: 'AMOUNT_ABSURD',
  warning: '/pledge/amount is more than anybody pledges; its base amount is unknown',
  input_pointer: '/pledge/amount',
};

const unknownCurrency = (known: boolean): Warning => ({
  code: 'CURRENCY_UNKNOWN',
  warning: known
    ? 'There is no rate for /pledge/currency on the day of the pledge; its base amount is unknown'
    : '/pledge/currency is not a currency of the rate table; its base amount is unknown',
  input_pointer: '/pledge/currency',
});

export function textOf(request: Pick<ReadRequest, 'groups'>, group: string, field: string): string | undefined {
  const value = request.groups[group]?.[field];
  return typeof value === 'string' ? value : undefined;
}

export function flagOf(request: Pick<ReadRequest, 'groups'>, group: string, field: string): boolean | undefined {
  const value = request.groups[group]?.[field];
  return typeof value === 'boolean' ? value : undefined;
}

/** What the pledge is counted by, in canonical form. */
export function entitiesOf(
  subject: Pick<Subject, 'backerId' | 'projectId'> & { readonly request: Pick<ReadRequest, 'groups'> },
  creatorId: string | undefined,
): Entities {
  const { request } = subject;
  const ip = textOf(request, 'device', 'ip_address');
  const address = ip === undefined ? undefined : parseIp(ip);
  const email = textOf(request, 'email', 'address');
  return {
    ip,
    ip_network: address === undefined ? undefined : networkOf(address),
    device: textOf(request, 'device', 'id'),
    card: textOf(request, 'credit_card', 'token'),
    bin: textOf(request, 'credit_card', 'issuer_id_number'),
    backer: subject.backerId,
    email: email === undefined ? undefined : canonicalEmail(email)?.address,
    address: shippingAddress(request),
    project: subject.projectId,
    creator: creatorId,
  };
}

/** One line of letters and digits, lower case: `221B Baker St.` and `221b baker st` are one address. */
function shippingAddress(request: Pick<ReadRequest, 'groups'>): string | undefined {
  const part = (field: string): string => plain(textOf(request, 'shipping', field) ?? '');
  const street = `${part('address')} ${part('address_2')}`.trim();
  const place = part('postal') === '' ? part('city') : part('postal').replaceAll(' ', '');
  const country = part('country');
  return street === '' || place === '' || country === '' ? undefined : `${street}, ${place}, ${country}`;
}

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
