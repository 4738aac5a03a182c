import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, type NewEvent } from '#libs/contracts';
import { unavailable } from '#libs/errors';
import { Database, DATABASE, isConnectionError, type Transaction } from '#libs/postgres';
import { insertEvents, insertNewEvents } from './event-insert.js';
import { EventPartitions } from './partitions.js';
import { prepareEvent, type PreparedEvent } from './prepared-event.js';

export interface Appended {
  readonly accepted: number;
  /** Seen before, in this call or any earlier one. */
  readonly repeated: number;
}

interface Waiting {
  readonly events: readonly PreparedEvent[];
  readonly resolve: (result: Appended) => void;
  readonly reject: (error: unknown) => void;
}

/** Two: while one group waits for its commit, the next is written. */
const writers = 2;
const groupLimit = 5_000;
const waitingLimit = 100_000;

/** The durable log. Many calls become one INSERT and one commit; each resolves after its own events are committed. */
@Injectable()
export class EventLog {
  private waiting: Waiting[] = [];
  private waitingEvents = 0;
  private writing = 0;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(EventPartitions) private readonly partitions: EventPartitions,
  ) {}

  /**
   * @throws VerdictError `unavailable` when Postgres cannot be reached or too much waits: nothing is promised then, and
   * sending the same again is safe.
   */
  append(events: readonly NewEvent[]): Promise<Appended> {
    return this.appendPrepared(events.map((event) => prepareEvent(event)));
  }

  appendPrepared(events: readonly PreparedEvent[]): Promise<Appended> {
    if (events.length === 0) return Promise.resolve({ accepted: 0, repeated: 0 });
    if (this.waitingEvents + events.length > waitingLimit)
      return Promise.reject(unavailable('More events wait to be written than this process holds.', 1));
    this.waitingEvents += events.length;
    return new Promise((resolve, reject) => {
      this.waiting.push({ events, resolve, reject });
      this.write();
    });
  }

  /** Within the caller's transaction, at most once in it: the order of identities is what keeps two from waiting for each other. */
  async insert(transaction: Transaction, events: readonly NewEvent[]): Promise<Appended> {
    const prepared = events.map((event) => prepareEvent(event));
    const fresh = await insertEvents(transaction, prepared, this.clock.now());
    return { accepted: fresh.size, repeated: events.length - fresh.size };
  }

  /** Within the caller's transaction, like `insert`: events that tell of what it makes, so that nobody can have sent them. */
  insertNew(transaction: Transaction, events: readonly NewEvent[]): Promise<void> {
    return insertNewEvents(
      transaction,
      events.map((event) => prepareEvent(event)),
      this.clock.now(),
    );
  }

  private write(): void {
    while (this.writing < writers && this.waiting.length > 0) {
      const group = this.nextGroup();
      this.writing++;
      void this.commit(group).finally(() => {
        this.writing--;
        this.write();
      });
    }
  }

  private nextGroup(): Waiting[] {
    let events = 0;
    let calls = 0;
    for (const { events: own } of this.waiting) {
      if (calls > 0 && events + own.length > groupLimit) break;
      events += own.length;
      calls++;
    }
    this.waitingEvents -= events;
    return this.waiting.splice(0, calls);
  }

  private async commit(group: readonly Waiting[]): Promise<void> {
    try {
      const fresh = await this.insertGroup(group.flatMap(({ events }) => events));
      for (const call of group) call.resolve(count(call.events, fresh));
    } catch (error) {
      if (isConnectionError(error)) {
        const away = unavailable('The event log cannot be reached; nothing was promised, send it again.');
        for (const call of group) call.reject(away);
      } else if (group.length === 1) group[0]?.reject(error);
      // One call's events must not refuse those of the others: each by itself.
      else for (const call of group) await this.commit([call]);
    }
  }

  private async insertGroup(events: readonly PreparedEvent[]): Promise<Set<string>> {
    const insert = (): Promise<Set<string>> =>
      this.database.transaction((transaction) => insertEvents(transaction, events, this.clock.now()));
    try {
      return await insert();
    } catch (error) {
      if (isMissingDay(error)) await this.partitions.make();
      // A caller's transaction that holds more than its events can meet this one: whoever is told to give way tries again.
      else if (codeOf(error) !== deadlock) throw error;
      return insert();
    }
  }
}

/** The first of a group that brought an identity has it accepted; in all others it is a repeat. */
function count(events: readonly PreparedEvent[], fresh: Set<string>): Appended {
  let accepted = 0;
  for (const { identity } of events) if (fresh.delete(identity)) accepted++;
  return { accepted, repeated: events.length - accepted };
}

const checkViolation = '23514';
const deadlock = '40P01';

const isMissingDay = (error: unknown): boolean =>
  codeOf(error) === checkViolation && /no partition of relation/.test(String((error as { message?: unknown }).message));

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
