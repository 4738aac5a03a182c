import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, newId, type Clock } from '#libs/contracts';
import { unavailable } from '#libs/errors';
import { EventLog } from '#libs/events';
import { GEO_LOOKUP, type GeoLookup } from '#libs/geo';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import type { Entities } from '#libs/scoring';
import type { AssessmentRow } from '../assessment/assessment-row.js';
import type { Configuration } from '../configuration/configuration.js';
import { ConfigurationService } from '../configuration/configuration.service.js';
import { SqlVelocities } from '../import/read-velocities.js';
import { requestOf } from '../replay/replay-source.js';
import { assemble } from '../score/assemble.js';
import { assessedEvent } from '../score/assessed-event.js';
import { judge } from '../score/evaluate.js';
import { Lookups, type GeoAnswer, type PledgeFacts } from '../score/lookups.js';
import { entitiesOf, type Subject } from '../score/subject.js';
import { findEpochState, holdEpoch } from '../velocity/epoch-guard.js';
import { liveOrigin } from '../velocity/observation.js';
import { receive } from './receive.js';

interface InsertedRow {
  readonly id: string;
  readonly superseded_id: string | null;
  readonly revision: number;
}

export interface Rescoring {
  /** Why, as the revisions say it. */
  readonly cause: string;
  /** Where the addresses of answers are, by the answers' ids; of any other, as the look-up has it now. */
  readonly places?: ReadonlyMap<string, GeoAnswer>;
  /** Writes in the transaction that stores the revisions. */
  readonly alongside?: (transaction: Transaction) => Promise<void>;
}

/** A pledge as it was asked about, and what is known of it now. */
interface Source {
  readonly row: AssessmentRow;
  readonly subject: Subject;
  readonly entities: Entities;
  readonly facts: PledgeFacts;
}

/** Of so many pledges the facts are looked up at a time: not all connections are for this. */
const atOnce = 4;

/**
 * Judges pledges anew by what is known now: the windows end where they ended, what became known since counts, and nothing
 * of it is an observation. An answer is the next revision of its pledge, with its cause.
 */
@Injectable()
export class Rescorer {
  private readonly velocities: SqlVelocities;
  private readonly lookups: Lookups;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(GEO_LOOKUP) geo: GeoLookup,
    @Inject(ConfigurationService) private readonly configuration: Pick<ConfigurationService, 'current'>,
    @Inject(EventLog) private readonly events: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.velocities = new SqlVelocities(database);
    // Not of scoring's own connections: no answer waits for this.
    this.lookups = new Lookups(database, geo);
  }

  /** @returns the answers as stored; a pledge that was scored meanwhile keeps that answer, and one whose request is gone its own. */
  async rescore(rows: readonly AssessmentRow[], how: Rescoring): Promise<AssessmentRow[]> {
    const { epoch: held } = await findEpochState(this.database, []);
    // All that is stored counts, also what only the next epoch shows to scoring because Redis lost it or never had it.
    const epoch = held + 1;
    const now = this.clock.now();
    const configuration = this.configuration.current();
    const sources = await this.sourcesOf(rows, configuration, now);
    const known = sources.filter((source) => source !== undefined);
    // As a replay of the revision asks, which is an answer of our own however the first one came.
    const at = { origin: liveOrigin, stamp: now * 1_000, epoch };
    const velocities = await this.velocities.ofAll(
      known.map(({ row, entities }) => ({ ...at, windowEnd: row.window_end, entities })),
    );
    const velocityOf = new Map(known.map((source, index) => [source, velocities[index] ?? {}]));
    const judged = sources.map((source) => {
      if (source === undefined) return undefined;
      const { row, subject, entities, facts } = source;
      const geo = how.places?.get(row.id) ?? this.lookups.place(subject);
      const about = { windowEnd: row.window_end, isLate: row.late, configuration, forcedScore: undefined };
      const evidence = { subject, entities, facts, geo, velocity: velocityOf.get(source), ...about };
      return assemble(evidence, judge(evidence), {
        id: newId(this.clock),
        live: row.live,
        cause: how.cause,
        stamp: at.stamp,
        asOf: at.stamp,
        epoch,
        degraded: geo.isComplete ? [] : ['geo'],
        createdAtMs: now,
      });
    });
    return this.store(rows, judged, how.alongside);
  }

  private async sourcesOf(
    rows: readonly AssessmentRow[],
    configuration: Configuration,
    nowMs: number,
  ): Promise<(Source | undefined)[]> {
    const sources: (Source | undefined)[] = [];
    for (let start = 0; start < rows.length; start += atOnce) {
      const portion = rows.slice(start, start + atOnce);
      sources.push(...(await Promise.all(portion.map((row) => this.sourceOf(row, configuration, nowMs)))));
    }
    return sources;
  }

  /** @throws VerdictError `unavailable` while too many wait for the database */
  private async sourceOf(row: AssessmentRow, configuration: Configuration, nowMs: number): Promise<Source | undefined> {
    const request = await requestOf(this.database, row, configuration);
    if (request === undefined) return undefined;
    const subject = subjectOf(row, request, nowMs);
    const found = await this.lookups.facts(subject, row.live);
    if (found === undefined) throw unavailable('The database has too much to do to judge pledges anew.', 5);
    // Whose project it is may be known only since; the answer keeps one creator, whom its windows are of too.
    const creator_id = found.creator_id ?? row.creator_id;
    return { row, subject, entities: entitiesOf(subject, creator_id ?? undefined), facts: { ...found, creator_id } };
  }

  private store(
    rows: readonly AssessmentRow[],
    judged: readonly (AssessmentRow | undefined)[],
    alongside: Rescoring['alongside'],
  ): Promise<AssessmentRow[]> {
    return this.database.transaction(async (transaction) => {
      // As whoever scores: the pledges first, then their answers.
      await holdEpoch(
        transaction,
        rows.map(({ pledge_id }) => ({ stamp: 0, pledgeId: pledge_id })),
      );
      const pledge_ids = rows.map(({ pledge_id }) => pledge_id);
      const latest = await transaction.query<AssessmentRow>('assessment/find_latest', { pledge_ids });
      const latestOf = new Map(latest.map((row) => [row.pledge_id, row]));
      const isUnmoved = (index: number): boolean => {
        const row = rows[index];
        return row !== undefined && latestOf.get(row.pledge_id)?.id === row.id;
      };
      const storing = judged.flatMap((row, index) => (row !== undefined && isUnmoved(index) ? [row] : []));
      const stored = await this.insert(transaction, storing);
      await alongside?.(transaction);
      return rows.flatMap((row) => stored.get(row.pledge_id) ?? latestOf.get(row.pledge_id) ?? []);
    });
  }

  private async insert(
    transaction: Transaction,
    rows: readonly AssessmentRow[],
  ): Promise<ReadonlyMap<string, AssessmentRow>> {
    if (rows.length === 0) return new Map();
    const inserted = await transaction.query<InsertedRow>('assessment/insert_assessments', {
      rows: JSON.stringify(rows),
    });
    const ids = inserted.flatMap(({ superseded_id }) => superseded_id ?? []);
    await transaction.query('assessment/supersede_assessments', { ids });
    const revisions = new Map(inserted.map(({ id, revision }) => [id, revision]));
    const revised = rows.map((row) => ({ ...row, revision: revisions.get(row.id) ?? null }));
    const standing = await receive(transaction, revised, this.clock);
    await this.events.insertNew(transaction, revised.map(assessedEvent));
    return new Map(revised.map((row) => [row.pledge_id, { ...row, ...standing.get(row.id) }]));
  }
}

type Requested = NonNullable<Awaited<ReturnType<typeof requestOf>>>;

/** The pledge as it was asked about, judged as of now: entries of lists and snoozes count that hold now. */
const subjectOf = (row: AssessmentRow, request: Requested, nowMs: number): Subject => ({
  pledgeId: row.pledge_id,
  projectId: row.project_id,
  backerId: row.backer_id ?? undefined,
  amount: row.amount,
  currency: row.currency,
  baseAmount: row.base_amount ?? undefined,
  hash: row.body_hash,
  askedAt: nowMs * 1_000,
  lateAt: undefined,
  tooLate: false,
  statedTime: new Date(row.occurred_at).toISOString(),
  request: { ...request, budgetMs: undefined, warnings: [] },
  warnings: row.warnings,
});
