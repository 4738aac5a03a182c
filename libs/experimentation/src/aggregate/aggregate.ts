import type { SlotValues, SqlCatalogue } from '#libs/postgres';
import type { Warehouse, WarehouseSession } from '#libs/warehouse';
import type { AggregateAsked, AggregateLine } from './aggregate-line.js';
import { blocksOf, priorDaysOf, type Block } from './components.js';
import type { CohortSums, CohortUnits, ForcedCount } from './cohorts.js';
import { changedDays, type KnownAggregate } from './changed-days.js';
import { pathsOf } from './compile-read.js';
import { compileSums, type SumsOf } from './compile-sums.js';
import { counting } from './counting.js';
import { addDays, countingDays, nextDay, outside, zonedDay, type DaySpan } from './days.js';
import { ExclusionReader } from './exclusions.js';
import { FactReader } from './fact-reader.js';
import { InTurn } from './in-turn.js';
import { LineValues, type LineRanks } from './line-values.js';
import { levelSums, type Dimension, type LevelSums } from './levels.js';
import { partsOf, type Part } from './part.js';
import { compileChangedUnits, readingsOf, unitReading } from './queries.js';
import { seenGroups, type SeenSums } from './seen-groups.js';
import { exposureParameters, signatureOf, timestamp } from './signature.js';
import { stageAggregate } from './staging.js';
import { writeLines } from './write-lines.js';

export interface Aggregate {
  /** `whole`: everything was read; `changed`: what had changed since the refresh before. */
  readonly read: 'whole' | 'changed';
  /** Rows of the aggregate that it wrote, staged or took away. */
  readonly written: number;
  readonly units: readonly CohortUnits[];
  /** Units beside them. */
  readonly forced: readonly ForcedCount[];
  readonly sums: readonly CohortSums[];
  /** As they were asked for, each with the cap that was found. */
  readonly lines: readonly AggregateLine[];
  /** Of quantiles. */
  readonly ranks: readonly LineRanks[];
}

/** What a reading may take. */
export interface AggregateLimits {
  readonly milliseconds: number;
}

/** A first reading of months of facts takes long, and nobody waits for it. */
export const usualLimits: AggregateLimits = { milliseconds: 3_600_000 };
const slackMs = 10_000;
/** Of what PostgreSQL shows of a name. */
const longestLabel = 63;

/** What a reading of everything makes anew. */
const tables = [
  'experiment_unit',
  'experiment_exclusion',
  'experiment_block',
  'experiment_unit_amount',
  'experiment_fact_day',
  'experiment_sum',
] as const;

/**
 * The sufficient statistics of experiments, kept in the warehouse and brought up to date by what has changed since: late,
 * repeated and backfilled data, exposures and links that come late. All numbers are whole, so what is added and taken away
 * leaves the same as a reading of everything, to the last digit. One transaction: killed anywhere, it has not been.
 */
export class ExperimentAggregate {
  private readonly part: Part;
  private readonly turns = new InTurn();

  constructor(
    private readonly warehouse: Pick<Warehouse, 'transaction'>,
    /** Of `sql/warehouse`. */
    catalogue: SqlCatalogue,
    private readonly limits: AggregateLimits = usualLimits,
  ) {
    this.part = partsOf(catalogue);
  }

  /** @param anew whether everything is read, whatever is known. */
  refresh(asked: AggregateAsked, signal?: AbortSignal, anew = false): Promise<Aggregate> {
    return this.inTurn(asked, { signal, anew }, async (session, { read, lines, ranks }, written) => {
      const of = { experiment: asked.experiment };
      const units = await session.query<CohortUnits>('aggregate/count_units', of);
      const sums = await session.query<CohortSums>('aggregate/list_sums', of);
      const span = { started_at: timestamp(asked.startedAt), until: timestamp(asked.dataThrough) };
      const forced = await session.query<ForcedCount>('aggregate/count_forced', { ...of, ...span });
      return { read, written, units: units.rows, forced: forced.rows, sums: sums.rows, lines, ranks };
    });
  }

  /** What units did that were seen without any experiment: read anew each time, and nothing of it stays. */
  seen(asked: AggregateAsked, signal?: AbortSignal): Promise<SeenSums> {
    const own = { experiment: asked.experiment };
    return this.inTurn({ ...asked, population: 'seen' }, { signal, anew: true }, async (session) => {
      const { rows: sums } = await session.query<CohortSums>('aggregate/list_sums', own);
      const groups = await seenGroups(session, own);
      for (const relation of [...tables, 'experiment_line', 'experiment_place', 'experiment_aggregate'])
        await session.query('aggregate/delete_rows', own, { relation });
      return { sums, groups };
    });
  }

  /** Brings it up to date, and adds its lines of the reading `all` up by a dimension. */
  levels(asked: AggregateAsked, dimension: Dimension, signal?: AbortSignal): Promise<LevelSums[]> {
    return this.inTurn(asked, { signal, anew: false }, (session, { lines }) =>
      levelSums(session, this.part, { ...asked, lines }, dimension),
    );
  }

  private inTurn<Result>(
    asked: AggregateAsked,
    { signal, anew }: { readonly signal: AbortSignal | undefined; readonly anew: boolean },
    then: (
      session: WarehouseSession,
      found: Pick<Aggregate, 'read' | 'lines' | 'ranks'>,
      written: number,
    ) => Promise<Result>,
  ): Promise<Result> {
    return this.turns.run(() =>
      this.warehouse.transaction(async (session) => {
        for (const step of session.steps('aggregate/begin/')) await session.query(step);
        for (const step of session.steps('aggregate/limit/')) await session.query(step, this.limitsOf(asked));
        await stageAggregate(session);
        const { counted, written } = counting(session);
        const read = await new Run(counted, this.part, asked).bringUpToDate(anew);
        return then(session, read, written());
      }, signal),
    );
  }

  /** The server stops a statement some time after we would: where nobody is left to. */
  private limitsOf({ experiment }: AggregateAsked) {
    return {
      label: `verdict/${experiment}`.slice(0, longestLabel),
      milliseconds: String(this.limits.milliseconds + slackMs),
    };
  }
}

const isMoving = ({ percentile }: AggregateLine): boolean => percentile !== null;

/** One refresh, within its transaction. */
class Run {
  private readonly blocks: readonly Block[];
  private readonly facts: FactReader;
  private readonly exclusions: ExclusionReader;
  private readonly own: { readonly experiment: string };

  constructor(
    private readonly session: WarehouseSession,
    private readonly part: Part,
    private readonly asked: AggregateAsked,
  ) {
    this.blocks = blocksOf(asked);
    this.facts = new FactReader(session, part, asked);
    this.exclusions = new ExclusionReader(session, part, asked);
    this.own = { experiment: asked.experiment };
  }

  async bringUpToDate(anew: boolean): Promise<Pick<Aggregate, 'read' | 'lines' | 'ranks'>> {
    const { session, asked, own } = this;
    const { rows } = await session.query<KnownAggregate>('aggregate/find_aggregate', own);
    const { rows: loaded } = await session.query<{ sequence: number }>('load/find_last_loaded');
    const [known] = rows;
    const goesOn =
      !anew &&
      known !== undefined &&
      known.data_through <= asked.dataThrough &&
      known.reading === this.reading(known.data_through);
    const names = asked.lines.map(({ metric, version, reading, windowDays }) => [metric, version, reading, windowDays]);
    const summing = signatureOf(this.sums('all'), names);
    if (goesOn) await this.readChanged(known, known.summing === summing);
    else await this.readWhole();
    const values = new LineValues(session, this.part, asked);
    const lines = await values.withCaps();
    await this.sumMoving(lines);
    if (known?.summing !== summing || lines.some(isMoving))
      await writeLines(session, own.experiment, lines, this.blocks);
    await session.query('aggregate/delete_rows', own, { relation: 'experiment_aggregate' });
    await session.query('aggregate/insert_aggregate', {
      ...own,
      reading: this.reading(asked.dataThrough),
      summing,
      data_through: asked.dataThrough,
      through_day: zonedDay(asked.dataThrough, asked.zone),
      sequence: loaded[0]?.sequence ?? 0,
    });
    return { read: goesOn ? 'changed' : 'whole', lines, ranks: await values.ranks() };
  }

  private async readWhole(): Promise<void> {
    const { session, own } = this;
    for (const relation of tables) await session.query('aggregate/delete_rows', own, { relation });
    const { name, values, slots } = unitReading(this.part, this.asked);
    await session.query(name, values, slots);
    await this.exclusions.insertAll();
    const { dataThrough, zone, unit } = this.asked;
    const lastDay = zonedDay(dataThrough, zone);
    // The days that are over: late data of one of them have its fact read once more, and from then on days are apart.
    const merged = addDays(lastDay, -1);
    for (const block of this.blocks) {
      await this.facts.merge(block, merged);
      await this.facts.readAll(block);
      if (!block.fact.ofEventDays) await this.facts.noteDays(block);
    }
    const isOver = nextDay(dataThrough.getTime(), zone) === lastDay;
    await this.addSums('all', (block) => isOver && pathsOf(block, unit).length === 1);
  }

  private async readChanged(known: KnownAggregate, sameSums: boolean): Promise<void> {
    const { session, own } = this;
    for (const [index, line] of this.asked.lines.entries())
      if (isMoving(line)) await session.query('aggregate/delete_line_sums', { ...own, line: index + 1 });
    await this.facts.findMerged();
    const { exposures, blocks } = await changedDays(session, this.facts, this.blocks, this.asked, known);
    for (const day of exposures) await session.query('aggregate/stage_day', { block: 0, day });
    const parameters = exposureParameters(this.asked, this.asked.dataThrough);
    const units = { ...parameters, sequence: known.sequence };
    await session.query('aggregate/stage_units', units, compileChangedUnits(this.part, this.asked));
    await this.exclusions.stageChanged();
    await session.query('aggregate/touch_changed_units');
    if (sameSums) await this.addSums('taken_away');
    await session.query('aggregate/delete_changed_units', own);
    await session.query('aggregate/insert_changed_units');
    await this.exclusions.replaceChanged();
    await this.readBlocks(blocks);
    if (sameSums) {
      // Of units that are as they were: those that changed have been taken away, as they were then.
      await session.query('staging/delete_staged', {}, { staged: 'touched_unit' });
      await session.query('aggregate/touch_units', own);
      await this.addSums('taken_away');
      await session.query('aggregate/touch_changed_units');
    }
    await session.query('aggregate/delete_changed_unit_days', own);
    await session.query('aggregate/delete_days_of_changed_units', own);
    await session.query('aggregate/insert_changed_unit_days');
    if (sameSums) {
      await this.addSums('added');
      await session.query('aggregate/stage_sums', own);
    }
    await session.query('aggregate/delete_rows', own, { relation: 'experiment_sum' });
    if (sameSums) await session.query('aggregate/insert_staged_sums');
    else await this.addSums('all');
  }

  /** The changed days of every unit, and the others of the units that changed. */
  private async readBlocks(changed: ReadonlyMap<Block, readonly DaySpan[]>): Promise<void> {
    const { rows } = await this.session.query<{ units: number; first_exposed_at: Date | null }>(
      'aggregate/find_changed_span',
    );
    const first = rows[0]?.first_exposed_at ?? null;
    for (const block of this.blocks) {
      const spans = changed.get(block) ?? [];
      for (const span of spans) await this.facts.readDays(block, span);
      if (first === null) continue;
      const all = countingDays(first, priorDaysOf(block), this.asked.dataThrough);
      for (const span of outside(all, spans)) await this.facts.readChangedUnits(block, span);
    }
  }

  /** A cap that moves takes all units' values with it: nothing can be added to what was summed by another one. */
  private async sumMoving(lines: readonly AggregateLine[]): Promise<void> {
    if (!lines.some(isMoving)) return;
    const slots = compileSums(this.part, this.blocks, lines, 'all', { isWanted: isMoving });
    await this.session.query('aggregate/insert_sums', this.own, slots);
  }

  /** An experiment without a line has units only. */
  private async addSums(what: SumsOf, isTogether?: (block: Block) => boolean): Promise<void> {
    if (this.asked.lines.every(isMoving)) return;
    await this.session.query('aggregate/insert_sums', this.own, this.sums(what, isTogether));
  }

  private sums(of: SumsOf, isTogether?: (block: Block) => boolean): SlotValues {
    const isWanted = (line: AggregateLine): boolean => !isMoving(line);
    return compileSums(this.part, this.blocks, this.asked.lines, of, { isTogether, isWanted });
  }

  /** Of all that decides what was read of the time before. */
  private reading(before: Date): string {
    const { asked, blocks } = this;
    const texts = blocks.flatMap((block) => readingsOf(this.part, block, asked).map(({ slots }) => slots));
    return signatureOf(
      exposureParameters(asked, before),
      asked.zone,
      texts,
      blocks.map(({ fact }) => fact.ofEventDays),
    );
  }
}
