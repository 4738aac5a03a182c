import type { WarehouseSession } from '#libs/warehouse';
import type { AggregateAsked } from './aggregate-line.js';
import { compileFingerprint, compileRead, pathsOf } from './compile-read.js';
import type { Block } from './components.js';
import { addDays, type DaySpan } from './days.js';
import type { Part } from './part.js';
import { allApart, countedUnits, readingsOf, readValues } from './queries.js';
import { timestamp } from './signature.js';

const staged = {
  units: 'staged_unit',
  single: 'first_variant = experiment_unit.last_variant\n    AND experiment_unit.reason IS NULL',
};
const stagedRows = { table: 'staged_unit_amount', temporary: true } as const;

/** Reads facts, which people wrote, into rows of units: apart from the loader's rights. */
export class FactReader {
  /** By the number of a block: the last of the days that are together. */
  private readonly merged = new Map<number, string>();

  constructor(
    private readonly session: WarehouseSession,
    private readonly part: Part,
    private readonly asked: AggregateAsked,
  ) {}

  /** What was kept so far is kept as it is. */
  async findMerged(): Promise<void> {
    const of = { experiment: this.asked.experiment };
    const { rows } = await this.session.query<{ block: number; merged_through: string }>('aggregate/list_blocks', of);
    for (const { block, merged_through } of rows) this.merged.set(block, merged_through);
  }

  mergedThrough(block: Block): string {
    return this.merged.get(block.number) ?? allApart;
  }

  /** What is read from here on is together until the end of another day. */
  async merge(block: Block, merged_through: string): Promise<void> {
    const isKnown = this.merged.has(block.number);
    this.merged.set(block.number, merged_through);
    const values = { experiment: this.asked.experiment, block: block.number, merged_through };
    await this.session.query(isKnown ? 'aggregate/update_block' : 'aggregate/insert_block', values);
  }

  async readAll(block: Block): Promise<void> {
    for (const { slots, values } of readingsOf(this.part, block, this.asked))
      await this.session.queryApart({
        name: 'aggregate/read_fact',
        values: { ...values, merged_through: this.mergedThrough(block) },
        slots,
        selects: [block.fact.select],
        target: { table: 'experiment_unit_amount', temporary: false },
      });
  }

  /** Some days, of all units, to be staged. */
  readDays(block: Block, span: DaySpan): Promise<void> {
    return this.readSpan(block, span, countedUnits);
  }

  /** The same of the units that changed. */
  readChangedUnits(block: Block, span: DaySpan): Promise<void> {
    return this.readSpan(block, span, staged);
  }

  /** Remembers what the days of a fact look like. */
  async noteDays(block: Block): Promise<void> {
    await this.stageFingerprints(block);
    await this.session.query('aggregate/insert_fact_days', { block: block.number });
  }

  /** The days that look otherwise than they did, which are remembered as they are now. */
  async changedDays(block: Block): Promise<string[]> {
    const of = { experiment: this.asked.experiment, block: block.number };
    await this.stageFingerprints(block);
    const { rows } = await this.session.query<{ day: string }>('aggregate/list_changed_fact_days', of);
    await this.session.query('aggregate/delete_fact_days', of);
    await this.session.query('aggregate/insert_fact_days', { block: block.number });
    return rows.map(({ day }) => day);
  }

  private async readSpan(block: Block, span: DaySpan, of: typeof countedUnits): Promise<void> {
    const { unit, zone, dataThrough } = this.asked;
    // A zone's day begins at most a day before UTC's, and ends at most one after it.
    const room = zone === 'UTC' ? 0 : 1;
    const [from, until] = [`${addDays(span.from, -room)} 00:00:00`, `${addDays(span.until, room)} 00:00:00`];
    const end = timestamp(dataThrough);
    for (const path of pathsOf(block, unit))
      await this.session.queryApart({
        name: 'aggregate/read_fact',
        values: readValues(this.asked, span, from, until < end ? until : end, this.mergedThrough(block)),
        slots: { ...compileRead(this.part, block, path, zone), ...of },
        selects: [block.fact.select],
        target: stagedRows,
      });
  }

  private async stageFingerprints(block: Block): Promise<void> {
    const { experiment, zone, dataThrough } = this.asked;
    await this.session.queryApart({
      name: 'aggregate/stage_fact_days',
      values: { experiment, block: block.number, data_through: timestamp(dataThrough) },
      slots: compileFingerprint(this.part, block, zone),
      selects: [block.fact.select],
      target: { table: 'staged_fact_day', temporary: true },
    });
  }
}
