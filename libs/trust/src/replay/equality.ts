import type { Database } from '#libs/postgres';
import { entityNames, velocityCatalogue, type Entities, type EntityName } from '#libs/scoring';
import type { AssessmentRow } from '../assessment/assessment-row.js';
import { SqlVelocities, type Velocities } from '../import/read-velocities.js';
import { liveOrigin } from '../velocity/observation.js';
import { isDegraded } from './decision-inputs.js';
import type { ReplayService } from './replay.service.js';
import type { ReplayView } from '#libs/contracts';

/** A value that is not the same everywhere; null is unknown. */
export interface UnequalValue {
  readonly pledge_id: string;
  /** Null: there is no stored answer. */
  readonly revision: number | null;
  readonly name: string;
  readonly live: unknown;
  readonly other: unknown;
  readonly by: 'sql' | 'replay';
}

/** What a comparison of live answers came to. */
export interface EqualityCounts {
  /** Pledges that got an answer, each revision one. */
  answers: number;
  attempts: number;
  /** Velocity values that were compared, unknown ones included: the same by both. */
  values: number;
  /** Answers that say that velocity was unknown to them, or that Redis was lost around them. */
  marked: number;
  /** Values, of answers that are marked, that are not equal: they need not be. */
  excused: number;
  /** Values of answers that are not marked, by the set-based SQL form. */
  sqlDiffering: number;
  /** Whatever a replay makes otherwise of answers that are not marked: velocity, other features, or the decision. */
  replayDiffering: number;
  /** The first of those that are not excused. */
  readonly examples: UnequalValue[];
}

type ObservedRow = AssessmentRow & { readonly observed_stamp: number };

interface ValuedRow {
  readonly stamp: number;
  readonly kind: 'pledge' | 'attempt';
  readonly epoch: number | null;
  readonly occurred_at: number;
  readonly pledge_id: string;
  readonly velocity: Velocities;
  readonly [entity: string]: unknown;
}

const pageRows = 2_000;
const mostExamples = 20;

const noCounts = (): EqualityCounts => ({
  answers: 0,
  attempts: 0,
  values: 0,
  marked: 0,
  excused: 0,
  sqlDiffering: 0,
  replayDiffering: 0,
  examples: [],
});

/**
 * The contract of velocity features, on what is stored: what Redis gave to each live pledge is what the SQL form gives for
 * all of them at once, and what a replay of each by itself gives, outside of gaps and degraded answers.
 */
export class EqualityCheck {
  private readonly velocities: SqlVelocities;
  private readonly counts = noCounts();
  private entities: ReadonlySet<EntityName> = new Set();

  constructor(
    private readonly database: Database,
    private readonly replays: Pick<ReplayService, 'replayAll'>,
  ) {
    this.velocities = new SqlVelocities(database);
  }

  /** Every live answer and attempt, a page at a time in the order of their stamps. Yields what has been found up to there. */
  async *run(): AsyncGenerator<EqualityCounts> {
    this.entities = await this.velocities.entitiesOf(liveOrigin);
    for await (const rows of this.pages<ObservedRow>('assessment/list_observed', (row) => row.observed_stamp)) {
      await this.judgeObserved(rows);
      yield this.counts;
    }
    for await (const rows of this.pages<ValuedRow>('observation/list_valued', ({ stamp }) => stamp)) {
      await this.judgeValued(rows);
      yield this.counts;
    }
  }

  /** As `run`, of so many answers, and attempts, after each of these stamps: the places of a sample. */
  async *sample(stamps: readonly number[], row_limit: number): AsyncGenerator<EqualityCounts> {
    this.entities = await this.velocities.entitiesOf(liveOrigin);
    for (const [place, after_stamp] of stamps.entries()) {
      // Where few were made, no place has what the next one has too.
      const before = stamps[place + 1] ?? Infinity;
      const asked = { after_stamp, origin: liveOrigin, row_limit };
      const observed = await this.database.query<ObservedRow>('assessment/list_observed', asked);
      const own = observed.filter(({ observed_stamp }) => observed_stamp <= before);
      if (own.length > 0) await this.judgeObserved(own);
      const valued = await this.database.query<ValuedRow>('observation/list_valued', asked);
      const ownValued = valued.filter(({ stamp }) => stamp <= before);
      if (ownValued.length > 0) await this.judgeValued(ownValued);
      yield this.counts;
    }
  }

  /** What has been found so far. */
  get counted(): EqualityCounts {
    return this.counts;
  }

  private async judgeObserved(rows: readonly ObservedRow[]): Promise<void> {
    const windows = rows.map(({ observed_stamp, window_end }) => [observed_stamp, window_end] as const);
    const bySql = await this.bySql(windows);
    const views = await this.replays.replayAll(rows);
    for (const [index, row] of rows.entries()) this.judge(row, bySql.get(row.observed_stamp) ?? {}, views[index]);
  }

  /** By the set-based form, for pledges of these stamps and windows' ends. */
  private bySql(windows: readonly (readonly [stamp: number, end: number])[]): Promise<ReadonlyMap<number, Velocities>> {
    const range = {
      origin: liveOrigin,
      fromStamp: windows[0]?.[0] ?? 0,
      untilStamp: (windows.at(-1)?.[0] ?? 0) + 1,
      epoch: null,
      earliest: Math.min(...windows.map(([, end]) => end)),
    };
    return this.velocities.read(range, this.entities);
  }

  private async *pages<Row>(name: string, stampOf: (row: Row) => number): AsyncGenerator<readonly Row[]> {
    for (let after = 0; ;) {
      const rows = await this.database.query<Row>(name, {
        after_stamp: after,
        origin: liveOrigin,
        row_limit: pageRows,
      });
      if (rows.length > 0) yield rows;
      const last = rows.at(-1);
      if (last === undefined || rows.length < pageRows) return;
      after = stampOf(last);
    }
  }

  private judge(row: ObservedRow, bySql: Velocities, view: ReplayView | undefined): void {
    const { counts } = this;
    counts.answers += 1;
    const unknown = isDegraded(row);
    const excused = unknown || (view !== undefined && view.excused !== null);
    if (excused) counts.marked += 1;
    const replayed = [view?.features, view?.decision].flatMap(
      (part) => part?.differences ?? [{ name: 'replay', stored: 'an answer', replayed: view?.missing ?? null }],
    );
    const of = { pledge_id: row.pledge_id, revision: row.revision };
    for (const { name, stored, replayed: other } of replayed)
      this.note({ ...of, name, live: stored, other, by: 'replay' }, excused);
    // Of an answer that had no velocity nothing was said that could be compared.
    if (unknown) return;
    counts.values += velocityCatalogue.length;
    for (const { name } of velocityCatalogue) {
      const [live, other] = [row.features[name] ?? null, bySql[name] ?? null];
      if (live !== other) this.note({ ...of, name, live, other, by: 'sql' }, excused);
    }
  }

  /** Pledges without an answer: attempts, which the set-based form does not ask about, and what only Redis was asked. */
  private async judgeValued(rows: readonly ValuedRow[]): Promise<void> {
    const byPoint = await this.velocities.ofAll(rows.map(pointOf));
    const bySql = await this.bySql(rows.map(({ stamp, occurred_at }) => [stamp, occurred_at]));
    const stamps = rows.map(({ stamp }) => stamp);
    const gaps = await this.database.query<{ stamp: number }>('velocity/list_gap_stamps', { stamps });
    const excused = new Set(gaps.map(({ stamp }) => stamp));
    for (const [index, row] of rows.entries()) {
      const { counts } = this;
      const isAttempt = row.kind === 'attempt';
      if (isAttempt) counts.attempts += 1;
      else counts.answers += 1;
      if (excused.has(row.stamp)) counts.marked += 1;
      // One that came too late for the windows in Redis was given none.
      if (Object.keys(row.velocity).length === 0) continue;
      counts.values += velocityCatalogue.length;
      this.compare(row, byPoint[index] ?? {}, 'replay', excused.has(row.stamp));
      if (!isAttempt) this.compare(row, bySql.get(row.stamp) ?? {}, 'sql', excused.has(row.stamp));
    }
  }

  private compare(
    { pledge_id, velocity }: ValuedRow,
    values: Velocities,
    by: 'sql' | 'replay',
    excused: boolean,
  ): void {
    for (const { name } of velocityCatalogue) {
      const [live, other] = [velocity[name] ?? null, values[name] ?? null];
      if (live !== other) this.note({ pledge_id, revision: null, name, live, other, by }, excused);
    }
  }

  private note(unequal: UnequalValue, excused: boolean): void {
    const { counts } = this;
    if (excused) counts.excused += 1;
    else if (unequal.by === 'sql') counts.sqlDiffering += 1;
    else counts.replayDiffering += 1;
    if (!excused && counts.examples.length < mostExamples) counts.examples.push(unequal);
  }
}

const pointOf = (row: ValuedRow) => ({
  origin: liveOrigin,
  stamp: row.stamp,
  epoch: row.epoch,
  windowEnd: row.occurred_at,
  entities: entitiesOf(row),
});

const entitiesOf = (row: Readonly<Record<string, unknown>>): Entities =>
  Object.fromEntries(
    entityNames.flatMap((name) => {
      const value = row[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
