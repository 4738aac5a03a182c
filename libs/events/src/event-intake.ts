import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import { CLOCK, type Clock, type EventsAnswer, type Principal } from '#libs/contracts';
import { EventLog, type Appended } from './event-log.js';
import { judgeEvent, type EventRules } from './judge-event.js';
import type { PreparedEvent } from './prepared-event.js';
import { RefusedEvents, shownInsertId } from './refused-events.js';
import type { RefusedItem } from './refusal.js';

/** Everything that comes over HTTP has one source, so that the same event counts once whichever way it comes. */
const source = 'app';

export interface Judged {
  readonly prepared: readonly PreparedEvent[];
  readonly refused: readonly RefusedItem[];
}

/** Takes batches of events from outside: judges each by itself, appends the valid, keeps what was refused. */
@Injectable()
export class EventIntake {
  constructor(
    @Inject(EventLog) private readonly log: EventLog,
    @Inject(RefusedEvents) private readonly refusedEvents: RefusedEvents,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'identityRetentionDays'>,
  ) {}

  /** @throws VerdictError `unavailable`: then nothing was promised, of any event. */
  async take(values: readonly unknown[], caller: Principal): Promise<EventsAnswer> {
    const { prepared, refused } = this.judge(values, caller);
    const { accepted, repeated } = await this.store({ prepared, refused }, caller);
    return {
      accepted,
      repeated,
      refused: refused.map(({ index, insert_id, field, rule, detail }) => ({ index, insert_id, field, rule, detail })),
    };
  }

  judge(values: readonly unknown[], caller: Principal, insertIdRequired = false): Judged {
    const rules: EventRules = {
      source,
      live: caller.live,
      now: this.clock.now(),
      retentionDays: this.config.identityRetentionDays,
      insertIdRequired,
    };
    const prepared: PreparedEvent[] = [];
    const refused: RefusedItem[] = [];
    for (const [index, value] of values.entries()) {
      const verdict = judgeEvent(value, rules);
      if ('prepared' in verdict) prepared.push(verdict.prepared);
      else refused.push({ ...verdict.refusal, index, insert_id: shownInsertId(insertIdOf(value)), value });
    }
    return { prepared, refused };
  }

  async store({ prepared, refused }: Judged, caller: Principal): Promise<Appended> {
    const appended = await this.log.appendPrepared(prepared);
    await this.refusedEvents.keep(refused, caller.keyId ?? caller.id);
    return appended;
  }
}

const insertIdOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'insert_id' in value ? value.insert_id : undefined;
