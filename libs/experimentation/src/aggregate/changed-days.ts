import type { WarehouseSession } from '#libs/warehouse';
import type { AggregateAsked } from './aggregate-line.js';
import { priorDaysOf, type Block } from './components.js';
import { addDays, countingDays, daysOf, dayText, spansOf, zonedDays, type DaySpan } from './days.js';
import type { FactReader } from './fact-reader.js';

/** How far an aggregate is. */
export interface KnownAggregate {
  readonly reading: string;
  readonly summing: string;
  readonly data_through: Date;
  readonly sequence: number;
}

export interface ChangedDays {
  /** UTC. */
  readonly exposures: readonly string[];
  /** Of the company's zone, by what reads them. */
  readonly blocks: ReadonlyMap<Block, readonly DaySpan[]>;
}

/**
 * The days that are to be read again. The loader tells on which days exposures and events have come since; of any other fact
 * each day's fingerprint is compared, since a row of it may change with rows of any day. One that is kept together with others is
 * read with all days of its block; from then on the days from it on are apart, as the next late data are likely to be.
 */
export async function changedDays(
  session: WarehouseSession,
  facts: FactReader,
  blocks: readonly Block[],
  { zone, startedAt, dataThrough }: AggregateAsked,
  known: KnownAggregate,
): Promise<ChangedDays> {
  const came = async (relation: 'event' | 'exposure'): Promise<string[]> => {
    const values = { relation, after_sequence: known.sequence };
    const { rows } = await session.query<{ day: string }>('aggregate/list_changed_days', values);
    return rows.map(({ day }) => day);
  };
  // What was there already, and happened after all that was read.
  const since = daysOf({ from: dayText(known.data_through), until: addDays(dayText(dataThrough), 1) });
  const events = zonedDays([...(await came('event')), ...since], zone);
  const spans = new Map<Block, readonly DaySpan[]>();
  for (const block of blocks) {
    const counting = countingDays(startedAt, priorDaysOf(block), dataThrough);
    const changed = new Set(block.fact.ofEventDays ? events : await facts.changedDays(block));
    let days = [...changed].filter((day) => day >= counting.from && day < counting.until).toSorted();
    const [first] = days;
    if (first !== undefined && first <= facts.mergedThrough(block)) {
      await facts.merge(block, addDays(first, -1));
      days = daysOf(counting);
    }
    spans.set(block, spansOf(days));
    for (const day of days) await session.query('aggregate/stage_day', { block: block.number, day });
  }
  return { exposures: [...new Set([...(await came('exposure')), ...since])], blocks: spans };
}
