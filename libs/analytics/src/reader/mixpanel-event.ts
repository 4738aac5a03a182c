import { fromMixpanel } from '#libs/events';
import type { EventRow, SourceTableBody } from '#libs/contracts';
import { judgedEvent } from '../import/event-row.js';
import { LineProblem } from '../import/line-problem.js';
import { TimeZone } from '../import/time-zone.js';
import type { KeyedHash } from './keyed-hash.js';

/** As `judgeEvent` tells seconds from milliseconds. */
const secondsBelow = 100_000_000_000;

type Fields = Readonly<Record<string, unknown>>;

/** What makes an event one, and places it: never left out because nobody named it. */
const needed = new Set(['distinct_id', 'time', '$insert_id']);

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Turns an exported event into a row of the bucket; its personal properties are dropped or hashed on the way. */
export class MixpanelEvents {
  private readonly uses: ReadonlyMap<string, 'keep' | 'drop' | 'hash'>;
  private readonly zone: TimeZone | undefined;
  /** Properties stay as they are: there is nothing to drop, to hash or to convert. */
  private readonly asTheyAre: boolean;

  constructor(
    private readonly source: string,
    private readonly table: Pick<SourceTableBody, 'columns' | 'others' | 'time_zone'>,
    private readonly hash: KeyedHash,
  ) {
    this.uses = new Map(table.columns.map(({ name, use }) => [name, use]));
    this.zone = table.time_zone === 'UTC' ? undefined : new TimeZone(table.time_zone);
    this.asTheyAre = table.columns.length === 0 && table.others === 'keep' && this.zone === undefined;
  }

  /** @throws LineProblem naming the rule that the event breaks */
  row(value: unknown): EventRow {
    if (!isObject(value) || !isObject(value['properties']))
      throw new LineProblem(null, 'event', 'no event with properties');
    const properties = this.asTheyAre ? value['properties'] : this.withoutPersonal(value['properties']);
    return judgedEvent(fromMixpanel({ event: value['event'], properties }), this.source);
  }

  private withoutPersonal(given: Fields): Fields {
    const properties: Record<string, unknown> = {};
    for (const [name, one] of Object.entries(given)) {
      const use = this.uses.get(name) ?? (needed.has(name) ? 'keep' : this.table.others);
      if (use === 'keep') properties[name] = name === 'time' ? this.utc(one) : one;
      else if (use === 'hash' && one !== null) properties[name] = this.hash.of(textOf(one));
    }
    return properties;
  }

  /** Older projects count the seconds of their own zone's clock from 1970, as if it were UTC. */
  private utc(time: unknown): unknown {
    if (this.zone === undefined || typeof time !== 'number') return time;
    return this.zone.toUtc(Math.abs(time) < secondsBelow ? time * 1_000 : time);
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
