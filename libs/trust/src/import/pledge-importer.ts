import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import {
  CLOCK,
  type Clock,
  type ImportedRow,
  type ImportPosition,
  type ImportReport,
  importStart,
  minorUnitExponent,
  newId,
  noCounts,
  type QuarantinedLine,
} from '#libs/contracts';
import { VerdictError } from '#libs/errors';
import { Buckets } from '#libs/events';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import type { Configuration } from '../configuration/configuration.js';
import { presentConfiguration } from '../configuration/present-configuration.js';
import { PLEDGE_PLACES, type PledgePlaces } from '../geo/places.js';
import { noteImportedFrauds } from '../late-signal/signal.js';
import { openImport } from '../velocity/open-import.js';
import { makeFirstDistribution } from './first-distribution.js';
import { findImport, insertQuarantine, insertRows, savePosition, type Hold } from './import.repository.js';
import { inTurn } from './import-turn.js';
import { observeBatch } from './observe-rows.js';
import { rankingOf } from './report.js';
import { ScoringPass } from './scoring-pass.js';
import { stagedRows, type StagedRow } from './staged-row.js';

/** What a run of an import has of whoever runs it; a job's context is one. */
export interface ImportRun {
  readonly signal: AbortSignal;
  /** Called last in each transaction: it locks what renews the lease. */
  readonly hold: Hold;
  progress(done: number, total: number | null, note?: string): void;
}

/** Stores rows of an import in a transaction; `refused` is how many of them were left aside. */
export type Stage = (
  transaction: Transaction,
  id: string,
  rows: readonly ImportedRow[],
) => Promise<{ readonly rows: number; readonly refused: number }>;

type Stepping = Extract<ImportPosition, { phase: 'observe' | 'score' }>;

const stageLimit = 2_000;

/** A run that nobody else can take over. */
const alone = { signal: new AbortController().signal, hold: () => Promise.resolve() };

/** Pledges, outcomes and labels of a company's own: stored in the order of their times, and scored as of them. */
@Injectable()
export class PledgeImporter {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Buckets) private readonly buckets: Buckets,
    @Inject(PLEDGE_PLACES) private readonly geography: PledgePlaces,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Digits after the point of a currency's minor unit. */
  minorUnitDigits(currency: string): number {
    return minorUnitExponent(currency);
  }

  /** Stores rows to be put in order later; those that cannot be are left aside and told. The caller saves the position. */
  async staging(): Promise<Stage> {
    const configuration = await this.configuration();
    return async (transaction, id, rows) => {
      const staged: StagedRow[] = [];
      const refused: QuarantinedLine[] = [];
      for (const row of rows) {
        try {
          staged.push(...stagedRows(row, configuration));
        } catch (error) {
          refused.push(refusalOf(error, row.line));
        }
      }
      await insertRows(transaction, id, staged);
      await insertQuarantine(transaction, id, refused);
      return { rows: staged.length, refused: refused.length };
    };
  }

  private configuration(): Promise<Configuration> {
    return presentConfiguration(this.database, this.config.companyCurrency, new Date(this.clock.now()));
  }

  /** Orders, observes and scores all that was staged, and lets everyone see it; goes on where an earlier run was cut short. */
  async finish(
    id: string,
    run: ImportRun,
    read: { readonly truncated: boolean; readonly notes: readonly string[] },
  ): Promise<ImportReport> {
    const waiting = (): void => run.progress(0, null, 'Waiting for another import');
    return inTurn(this.database, run.signal, waiting, async (signal) => {
      const row = await findImport(this.database, id);
      if (row === undefined) throw new Error(`There is no import ${id}.`);
      if (row.report !== null) return row.report;
      const observed = await this.observe(id, startOf(row.position, read), { ...run, signal });
      const scored = await this.score(id, observed, { ...run, signal });
      return this.complete(id, scored, run.hold);
    });
  }

  /**
   * Imports rows that a program gives, in batches: `identity` says which rows these are, and the same counts once. Cut short,
   * the same call goes on after the rows that are stored.
   */
  async importRows(
    given: { readonly name: string; readonly identity: string },
    rows: Iterable<ImportedRow> | AsyncIterable<ImportedRow>,
    progress: (done: number, total: number | null, note?: string) => void = () => undefined,
  ): Promise<ImportReport> {
    const id = await this.open(given);
    const row = await findImport(this.database, id);
    if (row?.report != null) return row.report;
    if (row?.position.phase === 'read') await this.stageAll(id, row.position, rows);
    return this.finish(id, { ...alone, progress }, { truncated: false, notes: [] });
  }

  private async open({ name, identity }: { readonly name: string; readonly identity: string }): Promise<string> {
    const checksum = createHash('sha256').update(identity).digest('hex');
    const same = { kind: 'pledges', checksum, mapping_hash: 'rows' };
    const inserted = await this.database.maybeOne<{ id: string }>('import/insert_import', {
      ...same,
      id: newId(this.clock),
      name,
      mapping: '{}',
      bytes: 0,
      position: JSON.stringify(importStart),
      counts: JSON.stringify(noCounts),
      created_by: 'system',
      created_at: new Date(this.clock.now()),
    });
    return (inserted ?? (await this.database.one<{ id: string }>('import/find_same_import', same))).id;
  }

  private async stageAll(
    id: string,
    start: Extract<ImportPosition, { phase: 'read' }>,
    rows: Iterable<ImportedRow> | AsyncIterable<ImportedRow>,
  ): Promise<void> {
    const stage = await this.staging();
    let position = start;
    let batch: ImportedRow[] = [];
    let line = 0;
    const flush = async (): Promise<void> => {
      await this.database.transaction(async (transaction) => {
        const { rows: stored, refused } = await stage(transaction, id, batch);
        position = { ...position, line, rows: position.rows + stored };
        await savePosition(transaction, id, position, { lines: batch.length, quarantined: refused });
      });
      batch = [];
    };
    for await (const row of rows) {
      if (++line <= start.line) continue;
      batch.push({ ...row, line });
      if (batch.length >= stageLimit) await flush();
    }
    if (batch.length > 0) await flush();
  }

  private async observe(id: string, start: Stepping, run: ImportRun): Promise<Stepping> {
    if (start.phase === 'score') return start;
    const tools = { database: this.database, buckets: this.buckets, now: new Date(this.clock.now()) };
    let position = start;
    for (;;) {
      run.signal.throwIfAborted();
      run.progress(position.done, position.rows, 'Putting in order');
      const next = await observeBatch(tools, id, position, run.hold);
      if (next === undefined) break;
      position = next;
    }
    await this.database.transaction(async (transaction) => {
      await transaction.query('import/lift_timeout');
      await transaction.query('import/analyze_observations');
    });
    return this.database.transaction(async (transaction) => {
      await run.hold(transaction);
      const scoring: Stepping = { ...position, phase: 'score', done: 0, after: beginning, stamp: noStamp, batch: 0 };
      await savePosition(transaction, id, scoring, {});
      return scoring;
    });
  }

  private async score(id: string, start: Stepping, run: ImportRun): Promise<Stepping> {
    const { epoch } = await this.database.one<{ epoch: number }>('import/take_epoch', { id });
    const places = await this.geography.open();
    let about = { configuration: await this.configuration(), places, clock: this.clock, origin: id, epoch };
    if (about.configuration.distributions === undefined) {
      run.progress(0, start.rows, 'Looking at what is usual');
      await makeFirstDistribution(this.database, about);
      about = { ...about, configuration: await this.configuration() };
    }
    const pass = new ScoringPass(this.database, this.buckets, about);
    let position = start;
    for await (const next of pass.run(start, run)) {
      position = next;
      run.progress(position.done, position.rows, 'Scoring');
    }
    return position;
  }

  private async complete(id: string, position: Stepping, hold: Hold): Promise<ImportReport> {
    const { truncated, notes } = position;
    return this.database.transaction(async (transaction) => {
      await transaction.query('import/lift_timeout');
      const report: ImportReport = { truncated, notes, ...(await rankingOf(transaction, id)) };
      await openImport(transaction, id);
      await noteImportedFrauds(transaction, this.clock, id);
      await this.buckets.complete(id, transaction);
      await hold(transaction);
      const finished_at = new Date(this.clock.now());
      const values = { id, position: JSON.stringify(position), report: JSON.stringify(report), finished_at };
      await transaction.query('import/finish_import', values);
      return report;
    });
  }
}

/** Before the first time of all, so that the first stamp is that time. */
const noStamp = Number.MIN_SAFE_INTEGER;
const beginning = { knownAt: Number.MIN_SAFE_INTEGER, line: 0, part: 0 };

function startOf(
  position: ImportPosition,
  { truncated, notes }: { readonly truncated: boolean; readonly notes: readonly string[] },
): Stepping {
  if (position.phase !== 'read') return position;
  const { rows } = position;
  return { phase: 'observe', rows, done: 0, after: beginning, stamp: noStamp, batch: 0, truncated, notes };
}

/** @throws the error itself when it does not say what is wrong with a line. */
function refusalOf(error: unknown, line: number): QuarantinedLine {
  if (!(error instanceof VerdictError) || error.kind !== 'invalid') throw error;
  const [problem] = error.problems;
  return {
    line,
    field: problem?.pointer ?? null,
    rule: problem?.rule ?? 'shape',
    detail: problem?.detail ?? 'cannot be scored',
  };
}
