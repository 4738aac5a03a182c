import type { Transaction } from '#libs/postgres';
import { dayOf } from './day.js';
import type { PreparedEvent } from './prepared-event.js';

/**
 * Writes those of the events that are new, each once; their bodies keep the order of the array.
 * @returns the identities that were new.
 */
export async function insertEvents(
  transaction: Transaction,
  events: readonly PreparedEvent[],
  receivedAt: number,
): Promise<Set<string>> {
  const distinct = new Map<string, PreparedEvent>();
  for (const one of events) if (!distinct.has(one.identity)) distinct.set(one.identity, one);
  const fresh = await insertIdentities(transaction, [...distinct.values()]);
  const bodies = [...distinct.values()].filter(({ identity }) => fresh.has(identity));
  if (bodies.length > 0) await insertBodies(transaction, bodies, receivedAt);
  return fresh;
}

/**
 * Events that nobody can have sent before, since they tell of what this very transaction makes: in one step.
 * @throws Error when one was here all the same; the transaction cannot go on.
 */
export async function insertNewEvents(
  transaction: Transaction,
  events: readonly PreparedEvent[],
  receivedAt: number,
): Promise<void> {
  const [fresh] = await Promise.all([
    insertIdentities(transaction, events),
    insertBodies(transaction, events, receivedAt),
  ]);
  if (fresh.size < events.length) throw new Error('An event was new, and has been seen before.');
}

async function insertIdentities(transaction: Transaction, events: readonly PreparedEvent[]): Promise<Set<string>> {
  // Two transactions that insert the same two identities must do so in the same order.
  const ordered = [...events].sort(byDayAndIdentity);
  const inserted = await transaction.query<{ identity: string }>('event/insert_identities', {
    days: ordered.map(({ day }) => day),
    identities: ordered.map(({ identity }) => identity),
  });
  return new Set(inserted.map(({ identity }) => identity));
}

async function insertBodies(
  transaction: Transaction,
  bodies: readonly PreparedEvent[],
  receivedAt: number,
): Promise<void> {
  await transaction.query('event/insert_bodies', {
    received_on: dayOf(receivedAt),
    received_at: new Date(receivedAt),
    identities: bodies.map(({ identity }) => identity),
    sources: bodies.map(({ event }) => event.source),
    events: bodies.map(({ event }) => event.event),
    distinct_ids: bodies.map(({ event }) => event.distinct_id),
    times: bodies.map(({ event }) => event.time),
    insert_ids: bodies.map(({ event }) => event.insert_id ?? null),
    ips: bodies.map(({ event }) => event.ip ?? null),
    lives: bodies.map(({ event }) => event.live),
    properties: bodies.map(({ properties }) => properties),
  });
}

const byDayAndIdentity = (left: PreparedEvent, right: PreparedEvent): number =>
  left.day < right.day || (left.day === right.day && left.identity < right.identity) ? -1 : 1;
