import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/access';
import {
  CLOCK,
  newId,
  recordedActor,
  type Clock,
  type LookDeclaration,
  type LookDetail,
  type LookDifference,
  type LookRerun,
  type LookView,
  type Principal,
  type RefreshAnswer,
} from '#libs/contracts';
import { conflict, notFound } from '#libs/errors';
import { Database, DATABASE } from '#libs/postgres';
import { Jobs } from '#libs/queue';
import { experimentOfView } from '../experiment/experiment.js';
import { ExperimentBook } from '../experiment/experiment-book.js';
import { differences } from '../history/differences.js';
import { linesOf } from '../metric/metric-line.js';
import { pinnedMetrics } from '../metric/metric.repository.js';
import { ReadingRepository } from '../results/reading.repository.js';
import { hasSchedule } from './due.js';
import { LookRepository, type KeptLook } from './look.repository.js';
import { lookOf } from './take-look.js';

/** Looks that were taken, and those that somebody wants beside the scheduled ones. */
@Injectable()
export class LookService {
  private readonly readings: ReadingRepository;
  private readonly looks: LookRepository;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ExperimentBook) private readonly book: ExperimentBook,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Jobs) private readonly jobs: Jobs,
  ) {
    this.readings = new ReadingRepository(database);
    this.looks = new LookRepository(database);
  }

  /** @throws VerdictError `not_found` */
  async list(key: string): Promise<LookView[]> {
    return this.looks.list(await this.book.found(key));
  }

  /** As it was seen. @throws VerdictError `not_found` */
  async get(key: string, number: number): Promise<LookDetail> {
    const { look, readout } = await this.found(key, number);
    return { ...look, readout };
  }

  /** Computes a look once more from the sums that were stored for it. @throws VerdictError `not_found` */
  async rerun(key: string, number: number): Promise<LookRerun> {
    const { look: kept, refreshId, experiment: view } = await this.found(key, number);
    const experiment = experimentOfView(view);
    const reading = await this.readings.find(key, refreshId);
    const metrics = await pinnedMetrics(this.database, experiment.pinnedMetrics ?? []);
    const { plan } = experiment;
    if (reading === undefined || plan === null) throw notFound(`The sums of look ${number} of ${key} are not there.`);
    const past = (await this.looks.list(experiment)).filter((one) => one.number < number);
    const { kind, declared_by: declaredBy, reason, late } = kept;
    const cause = {
      number,
      kind,
      takenAt: new Date(kept.taken_at),
      declaredBy,
      reason,
      ...(late === undefined ? {} : { late }),
    };
    // As JSON, which is how it was kept: numbers keep their bits in it.
    const look = JSON.parse(
      JSON.stringify(lookOf({ ...experiment, plan }, metrics.flatMap(linesOf), reading, past, cause)),
    ) as LookView;
    const found = differences(kept, look);
    return { number, identical: found.length === 0, differences: found, look };
  }

  /** What changed from one look to another. @throws VerdictError `not_found` */
  async compare(key: string, one: number, other: number): Promise<LookDifference> {
    const [before, after] = [Math.min(one, other), Math.max(one, other)];
    const [{ look: earlier }, { look: later }] = [await this.found(key, before), await this.found(key, after)];
    return { before, after, changes: differences(compared(earlier), compared(later)) };
  }

  /**
   * A look beside the scheduled ones, at the end of the last whole day: it spends its share of the level like any other.
   * @throws VerdictError `conflict` where there is no plan with looks, or nothing is left to look at.
   */
  async declare(key: string, { reason }: LookDeclaration, caller: Principal): Promise<RefreshAnswer> {
    const id = newId(this.clock);
    const job = await this.database.transaction(async (transaction) => {
      const experiment = await this.book.locked(transaction, key);
      const { plan, state } = experiment;
      if (state === 'draft') throw conflict(`The experiment ${key} has not started: there is nothing to look at.`);
      if (plan === null || !hasSchedule(plan.procedure))
        throw conflict(
          `The plan of ${key} has no looks: ${plan === null ? 'there is none' : 'it is read once, at its end'}.`,
        );
      const past = await this.looks.list(experiment, transaction);
      if (past.at(-1)?.kind === 'final') throw conflict(`The experiment ${key} has had its final look.`);
      const at = new Date(this.clock.now());
      await this.looks.declare(transaction, { id, key, reason, declaredBy: recordedActor(caller), at });
      await this.audit.record(transaction, {
        actor: caller,
        action: 'experiment.declare_look',
        subjectKind: 'experiment',
        subjectId: key,
        after: { reason },
      });
      return this.jobs.submit(
        // A refresh that runs already may be past its looks: this one is another.
        { name: 'experiment_refresh', payload: { experiment_key: key }, deduplicationKey: id, createdBy: caller.id },
        transaction,
      );
    });
    await this.jobs.enqueue(job.id, 'experiment_refresh');
    return { job_id: job.id };
  }

  private async found(key: string, number: number): Promise<KeptLook> {
    await this.book.found(key);
    const found = await this.looks.find(key, number);
    if (found === undefined) throw notFound(`The experiment ${key} has no look ${number}.`);
    return found;
  }
}

/** By treatment and by guardrail, so that what is compared is about the same. */
function compared({ comparisons, guardrails, decision, data_through }: LookView): object {
  return {
    data_through,
    comparisons: Object.fromEntries(comparisons.map((one) => [one.variant, one])),
    guardrails: Object.fromEntries(guardrails.map((one) => [`${one.metric} ${one.variant}`, one])),
    decision,
  };
}
