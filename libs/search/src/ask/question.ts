import {
  historyFacets,
  historyLimits,
  type HistoryEntity,
  type HistoryRelatedQuery,
  type HistorySearchQuery,
} from '#libs/contracts';
import { invalid, type VerdictError } from '#libs/errors';
import { lastAddress, parseNetwork } from '#libs/ip';
import { asEmailFingerprint } from '../document/fingerprint.js';
import { lifted } from '../document/lifted.js';
import { cutValue } from '../document/properties.js';
import type { HistoryField, HistoryFilter } from '../history.js';
import { readWords } from './words.js';

const dayMs = 86_400_000;

/** What a filter asks besides the range and whose data. */
export type Parts = Omit<HistoryFilter, 'live' | 'from' | 'to'>;

export type Filters = Partial<Omit<HistorySearchQuery, 'from' | 'to' | 'live' | 'facets' | 'limit' | 'cursor'>>;
type Entities = Pick<HistoryRelatedQuery, HistoryEntity>;

/** What a question says of its range, as RFC 3339. */
export interface StatedRange {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Half-open, milliseconds. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** @throws VerdictError `invalid` for a range that is empty, or longer than one question may be about. */
export function rangeOf(stated: StatedRange, now: number): Range {
  // Senders' clocks may be ahead of ours.
  const range = rangeUpTo(stated, now + dayMs);
  const problem = rangeProblem(range);
  if (problem !== undefined) throw refusal('?from', 'range', problem);
  return range;
}

/** @param end where the range ends unless it says so itself */
export function rangeUpTo(stated: StatedRange, end: number): Range {
  const to = stated.to === undefined ? end : Date.parse(stated.to);
  return { from: stated.from === undefined ? to - historyLimits.defaultDays * dayMs : Date.parse(stated.from), to };
}

export function rangeProblem({ from, to }: Range): string | undefined {
  if (from >= to) return 'before ?to';
  return to - from > historyLimits.rangeDays * dayMs ? `at most ${historyLimits.rangeDays} days before ?to` : undefined;
}

/** @param visitorsOf the visitors who became a backer: what she did before is hers too */
export async function partsOf(
  query: Filters,
  visitorsOf: (backer: string) => Promise<readonly string[]>,
): Promise<Parts> {
  if (query.backer !== undefined && query.visitor !== undefined) throw refusal('?visitor', 'one', 'not beside ?backer');
  const fields: Partial<Record<HistoryField, readonly string[]>> = {};
  for (const name of historyFacets) {
    const values = query[name];
    if (values !== undefined) fields[name] = values;
  }
  for (const name of ['distinct_id', 'device', 'card', 'project', 'pledge'] as const) {
    const value = query[name];
    if (value !== undefined) fields[name] = [value];
  }
  if (query.email !== undefined) fields.email = [fingerprintOf(query.email)];
  // A distinct id is an actor too, and actors are what is indexed in every store.
  const own = query.backer ?? query.visitor ?? query.distinct_id;
  const actors = own === undefined ? undefined : [own, ...(query.backer === undefined ? [] : await visitorsOf(own))];
  return {
    ...(query.q === undefined ? {} : { words: readWords(query.q) }),
    ...(actors === undefined ? {} : { actors }),
    ...(query.ip === undefined ? {} : { ip: blockOf(query.ip) }),
    ...(Object.keys(fields).length === 0 ? {} : { fields }),
    ...(query.min_score === undefined ? {} : { minimumScore: query.min_score }),
    ...(query.max_score === undefined ? {} : { maximumScore: query.max_score }),
    ...(query.property === undefined ? {} : { properties: query.property.map(propertyOf) }),
  };
}

/** The one entity that a query names; its schema has seen to that. */
export function entityOf(query: Entities): { readonly kind: HistoryEntity; readonly id: string } {
  for (const [kind, id] of Object.entries(query))
    if (typeof id === 'string') return { kind: kind as HistoryEntity, id };
  throw new Error('A query without an entity has passed its schema.');
}

function blockOf(text: string): { readonly first: string; readonly last: string } {
  const network = parseNetwork(text);
  if (network === undefined) throw refusal('?ip', 'ip', 'an IPv4 or IPv6 address, or address/prefix');
  return { first: network.first.text, last: lastAddress(network).text };
}

function fingerprintOf(text: string): string {
  const fingerprint = asEmailFingerprint(text);
  if (fingerprint === undefined) throw refusal('?email', 'email', 'an address, or 32 hexadecimal digits');
  return fingerprint;
}

function propertyOf(text: string): { readonly name: string; readonly value: string } {
  const colon = text.indexOf(':');
  const name = text.slice(0, colon);
  // What has become a field is not among the properties: the answer would be empty, and look like one.
  if (lifted.has(name)) throw refusal('?property', 'field', fieldInstead(name, lifted.get(name)));
  return { name, value: cutValue(text.slice(colon + 1)) };
}

const fieldInstead = (name: string, field: string | undefined): string =>
  field === undefined
    ? `${name} is a field of an item, and nothing is found by it`
    : `${name} is a field of an item: ask ?${field} for it`;

export const refusal = (pointer: string, rule: string, detail: string): VerdictError =>
  invalid(`The question breaks a rule. ${pointer}: ${detail}.`, [{ pointer, rule, detail }]);
