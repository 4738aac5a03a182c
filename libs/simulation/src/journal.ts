import type { Identifiers } from './identifiers.js';
import type { LiveProject } from './market.js';
import type { Rates } from './money.js';
import type { Account } from './people.js';
import type { EventName, OutcomeRow, PledgeRow, ProjectState, PropertyValue } from './records.js';
import type { Timeline } from './timeline.js';

const DAY = 86_400_000;

const iso = (time: number): string => new Date(time).toISOString();

/** A pledge as the table has it, before its ids and times are written out. */
export type PledgeEntry = Omit<PledgeRow, 'time' | 'account_created_at' | 'state'>;

/** What happened to a pledge, before its id and times are written out. `time` is when it happened. */
export type OutcomeEntry = Omit<OutcomeRow, 'outcome_id' | 'occurred_at' | 'known_at'> & { readonly knownAt: number };

export interface Place {
  readonly time: number;
  readonly ip: string;
}

/** Writes what happens as records, each thing once as a row and, where the app reports it, once as an event. */
export class Journal {
  readonly #timeline: Timeline;
  readonly #ids: Identifiers;
  readonly #rates: Rates;
  #events = 0;
  #outcomes = 0;

  constructor(timeline: Timeline, ids: Identifiers, rates: Rates) {
    this.#timeline = timeline;
    this.#ids = ids;
    this.#rates = rates;
  }

  inBase(amount: number, currency: string, time: number): number {
    return this.#rates.inBase(amount, currency, time);
  }

  event(event: EventName, distinctId: string, { time, ip }: Place, properties: Record<string, PropertyValue>): void {
    const insertId = this.#ids.insert(this.#events);
    this.#events += 1;
    const row = { source: 'app', event, distinct_id: distinctId, time, insert_id: insertId, ip, properties } as const;
    this.#timeline.tell({ kind: 'event', time, row });
  }

  rates(day: number): void {
    const time = this.#timeline.from + day * DAY;
    for (const row of this.#rates.ofDay(day)) this.#timeline.tell({ kind: 'rate', time, row });
  }

  /** A visitor becomes a backer: the first event that carries both of her ids. */
  signUp(account: Account, ip: string): void {
    const { backerId, visitorId, country, email, createdAt: time } = account;
    this.event('New user', backerId, { time, ip }, { $device_id: visitorId, $user_id: backerId, country });
    const row = { backer_id: backerId, signed_up_at: iso(time), country, email, visitor_id: visitorId };
    this.#timeline.tell({ kind: 'backer', time, row });
  }

  /** A backer signs in on another browser: another visitor, and the same person. */
  signIn(backerId: string, visitorId: string, place: Place): void {
    const properties = { page: 'home', device: 'computer', $device_id: visitorId, $user_id: backerId };
    this.event('Page View', backerId, place, properties);
  }

  project({ plan, pledged, backers }: LiveProject, state: ProjectState, time: number): void {
    const { id, creatorId, name, category, country, goal, launchedAt, deadline } = plan;
    const row = {
      project_id: id,
      creator_id: creatorId,
      name,
      category,
      country: country.code,
      currency: country.currency,
      goal,
      launched_at: iso(launchedAt),
      deadline: iso(deadline),
      state,
      state_changed_at: iso(time),
      time_zone: country.timeZone,
      pledged,
      backers,
    };
    this.#timeline.tell({ kind: 'project', time, row });
  }

  pledge(entry: PledgeEntry, account: Account, time: number): void {
    const row = { ...entry, time: iso(time), account_created_at: iso(account.createdAt), state: 'live' } as const;
    this.#timeline.tell({ kind: 'pledge', time, row });
    const { pledge_id, revision, project_id, backer_id, amount, currency, base_amount, ip } = entry;
    const properties = { pledge_id, revision, project_id, backer_id, amount, currency, base_amount };
    this.event('Pledge', backer_id, { time, ip }, properties);
  }

  /** Only what the company has learned by the end of the history is told. */
  outcome({ knownAt, ...entry }: OutcomeEntry, backerId: string, place: Place): void {
    if (knownAt >= this.#timeline.until) return;
    const { time } = place;
    const knownText = iso(knownAt);
    const outcomeId = this.#ids.outcome(this.#outcomes);
    this.#outcomes += 1;
    const row = { outcome_id: outcomeId, ...entry, occurred_at: iso(time), known_at: knownText };
    this.#timeline.tell({ kind: 'outcome', time, row });
    this.event('Pledge Outcome', backerId, place, { outcome_id: outcomeId, ...entry, known_at: knownText });
  }
}
