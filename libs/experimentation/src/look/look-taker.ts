import { newId, type Clock, type LookCap, type LookView } from '#libs/contracts';
import type { Database } from '#libs/postgres';
import type { Experiment } from '../experiment/experiment.js';
import { ExperimentRepository } from '../experiment/experiment.repository.js';
import { linesOf, type MetricLine, type PinnedMetric } from '../metric/metric-line.js';
import type { Reading, RunQuery } from '../results/reading.js';
import { ReadingRepository } from '../results/reading.repository.js';
import { readoutOf } from '../results/readout.js';
import { frozenCaps } from './caps.js';
import { lastWholeDay, nextLook } from './due.js';
import { LookRepository, type WaitingDeclaration } from './look.repository.js';
import { looksSoFar } from './standing.js';
import { lookOf } from './take-look.js';
import { tablesBefore, waitOf, wholeThrough, type LoadedThrough } from './waiting.js';

type Planned = Experiment & { readonly plan: NonNullable<Experiment['plan']> };

/** Reads the warehouse as of a time: nothing later is in it. */
export type ReadAsOf = (
  cut: Date,
  /** Percentiles that earlier looks have frozen. */
  caps: readonly LookCap[],
) => Promise<{ readonly reading: Reading; readonly queries: RunQuery[] }>;

interface Wanted {
  readonly kind: LookView['kind'];
  readonly cut: Date;
  /** Its time to wait is over, and not all that it needs is loaded. */
  readonly late: boolean;
  readonly declaration?: WaitingDeclaration;
}

/**
 * Takes the looks that are due, oldest first: the warehouse is read as of each one's day, and what the plan says of it is
 * kept for ever. Each is a transaction by itself, so that a worker that dies goes on where it was; of two at once the second
 * finds the look taken.
 */
export class LookTaker {
  private readonly experiments: ExperimentRepository;
  private readonly readings: ReadingRepository;
  private readonly looks: LookRepository;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    /** How long a look that is due waits for tables, in milliseconds. */
    private readonly patience: number,
  ) {
    this.experiments = new ExperimentRepository(database);
    this.readings = new ReadingRepository(database);
    this.looks = new LookRepository(database);
  }

  /** @param loaded what is later is not known yet */
  async takeDue(
    experiment: Experiment,
    metrics: readonly PinnedMetric[],
    loaded: LoadedThrough,
    read: ReadAsOf,
  ): Promise<void> {
    if (!isPlanned(experiment)) return;
    const lines = metrics.flatMap(linesOf);
    let wanted: Wanted | undefined;
    do wanted = await this.next(experiment, lines, loaded);
    while (
      // Where somebody else was quicker, or the experiment has changed, the next refresh goes on.
      wanted !== undefined &&
      (await this.take(experiment, metrics, wanted, await read(wanted.cut, await this.frozenCaps(experiment))))
    );
  }

  /** What looks have frozen so far. */
  async frozenCaps(experiment: Experiment): Promise<LookCap[]> {
    return frozenCaps(await this.looks.list(experiment));
  }

  /** Scheduled ones first, then those that somebody has declared, at the end of the last day that is whole in every table. */
  private async next(
    experiment: Planned,
    lines: readonly MetricLine[],
    loaded: LoadedThrough,
  ): Promise<Wanted | undefined> {
    const soFar = looksSoFar(experiment, await this.looks.list(experiment));
    const next = nextLook(experiment, lines, soFar);
    const now = new Date(this.clock.now());
    if (next !== undefined && next.cut <= now) {
      const missing = tablesBefore(next.cut, loaded, lines);
      if (missing.length === 0) return { ...next, late: false };
      const known = await this.looks.findWait(experiment.key);
      const wait = waitOf(next.cut, missing, { now, patience: this.patience, known });
      if (wait === undefined) return { ...next, late: true };
      await this.looks.wait(experiment.key, wait);
    }
    const [declaration] = soFar.hasFinal ? [] : await this.looks.listWaiting(experiment.key);
    const through = wholeThrough(loaded, lines);
    const cut = through === undefined ? undefined : lastWholeDay(experiment, through);
    if (declaration === undefined || cut === undefined || cut <= (soFar.lastCut ?? 0)) return undefined;
    return { kind: 'declared', cut, late: false, declaration };
  }

  /** @returns whether it was this one that took it. */
  private take(
    experiment: Planned,
    metrics: readonly PinnedMetric[],
    { kind, cut, late, declaration }: Wanted,
    found: { readonly reading: Reading; readonly queries: RunQuery[] },
  ): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const now = await this.experiments.lock(experiment.key, transaction);
      const past = await this.looks.list(experiment, transaction);
      // The definition that was read, and the looks before it, are still those that count.
      if (now?.version !== experiment.version || past.some((one) => new Date(one.data_through) >= cut)) return false;
      const number = (await this.looks.lastNumber(experiment.key, transaction)) + 1;
      const cause = {
        number,
        kind,
        takenAt: new Date(this.clock.now()),
        declaredBy: declaration?.declaredBy ?? null,
        reason: declaration?.reason ?? null,
        ...(late ? { late } : {}),
      };
      const look = lookOf(experiment, metrics.flatMap(linesOf), found.reading, past, cause);
      const refreshId = newId(this.clock);
      await this.readings.insert(transaction, refreshId, experiment.key, found, { forLook: true });
      const readout = readoutOf(experiment, metrics, found.reading, [...past, look]);
      await this.looks.insert(transaction, experiment, { look, refreshId, readout });
      await this.looks.endWait(transaction, experiment.key, cut);
      if (declaration !== undefined) await this.looks.settle(transaction, declaration.id, number);
      return true;
    });
  }
}

const isPlanned = (experiment: Experiment): experiment is Planned => experiment.plan !== null;
