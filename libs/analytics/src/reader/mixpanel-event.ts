import { fromMixpanel, MixpanelLine, type BucketLine } from '#libs/events';
import type { SourceTableBody } from '#libs/contracts';
import { judgedEvent } from '../import/event-row.js';
import type { LineMaker } from '../file/file-lines.js';
import { LineProblem } from '../import/line-problem.js';
import { TimeZone } from '../import/time-zone.js';
import type { KeyedHash } from './keyed-hash.js';

/** As `judgeEvent` tells seconds from milliseconds. */
const secondsBelow = 100_000_000_000;
/** Beyond the dates that there are, less two days, no clock shows anything, ms: the judge refuses it. */
const furthestTold = 8.64e15 - 172_800_000;

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
  /** The row of a line that is as plain as nearly all are; undefined for what takes `row`, and where nothing is plain. */
  readonly quick: LineMaker<BucketLine> | undefined;

  constructor(
    private readonly source: string,
    private readonly table: Pick<SourceTableBody, 'columns' | 'others' | 'time_zone'>,
    private readonly hash: KeyedHash,
  ) {
    this.uses = new Map(table.columns.map(({ name, use }) => [name, use]));
    this.zone = table.time_zone === 'UTC' ? undefined : new TimeZone(table.time_zone);
    this.asTheyAre = table.columns.length === 0 && table.others === 'keep' && this.zone === undefined;
    // What makes an event one has to be seen before it is hashed: the judge's.
    const isPlain =
      this.zone === undefined && !table.columns.some(({ name, use }) => needed.has(name) && use !== 'keep');
    this.quick = isPlain ? this.quickly() : undefined;
  }

  /** @throws LineProblem naming the rule that the event breaks */
  row(value: unknown): BucketLine {
    if (!isObject(value) || !isObject(value['properties']))
      throw new LineProblem(null, 'event', 'no event with properties');
    const properties = this.asTheyAre ? value['properties'] : this.withoutPersonal(value['properties']);
    return judgedEvent(fromMixpanel({ event: value['event'], properties }), this.source);
  }

  private quickly(): LineMaker<BucketLine> {
    const line = new MixpanelLine({
      source: this.source,
      ...(this.asTheyAre ? {} : { use: (name: string) => this.useOf(name) }),
      hash: (text) => this.hash.of(text),
    });
    return (bytes, text, from, to) => line.row(bytes, text, from, to);
  }

  private useOf(name: string): 'keep' | 'drop' | 'hash' {
    return this.uses.get(name) ?? (needed.has(name) ? 'keep' : this.table.others);
  }

  private withoutPersonal(given: Fields): Fields {
    const properties: Record<string, unknown> = {};
    for (const [name, one] of Object.entries(given)) {
      const use = this.useOf(name);
      if (use === 'keep') properties[name] = name === 'time' ? this.utc(one) : one;
      else if (use === 'hash' && one !== null) properties[name] = this.hash.of(textOf(one));
    }
    return properties;
  }

  /** Older projects count the seconds of their own zone's clock from 1970, as if it were UTC. */
  private utc(time: unknown): unknown {
    if (this.zone === undefined || typeof time !== 'number') return time;
    const told = Math.abs(time) < secondsBelow ? time * 1_000 : time;
    return Math.abs(told) < furthestTold ? this.zone.toUtc(told) : time;
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
