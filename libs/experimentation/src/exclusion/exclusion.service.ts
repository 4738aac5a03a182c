import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, newId, type AddedExclusion, type Clock, type Principal, type RefreshAnswer } from '#libs/contracts';
import { conflict } from '#libs/errors';
import { Database, DATABASE } from '#libs/postgres';
import { Jobs } from '#libs/queue';
import { ExperimentBook } from '../experiment/experiment-book.js';
import { pinExclusions, requireExclusions } from './chosen-exclusions.js';

/** Further units to leave out of an experiment that has started, or is over. */
@Injectable()
export class ExclusionService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(ExperimentBook) private readonly book: ExperimentBook,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The job reads the experiment anew without them; looks that were taken stay as they were seen.
   * @throws VerdictError `conflict` for a draft, and for a version that it has; `invalid` for a fact that says nothing of units
   */
  async add(key: string, { fact, note, version }: AddedExclusion, actor: Principal): Promise<RefreshAnswer> {
    const at = new Date(this.clock.now());
    const job = await this.database.transaction(async (transaction) => {
      const change = { action: 'add_exclusion', at, actor, note, version } as const;
      await this.book.change(transaction, key, change, async (before) => {
        if (before.state === 'draft') throw conflict(`The experiment ${key} is a draft: PATCH its exclusions instead.`);
        await requireExclusions(transaction, { unit: before.unit, exclusions: [fact] }, () => '/fact');
        const [added] = await pinExclusions(transaction, [fact], at);
        const there = before.pinnedExclusions.some((one) => one.fact === fact && one.version === added?.version);
        if (there || added === undefined)
          throw conflict(`Version ${added?.version} of ${fact} leaves units out of ${key} already.`);
        const pinnedExclusions = [...before.pinnedExclusions, added];
        return { ...before, pinnedExclusions, version: before.version + 1 };
      });
      const own = { name: 'experiment_refresh', payload: { experiment_key: key } } as const;
      // A refresh that runs already may have read who is left out: this one is another.
      return this.jobs.submit({ ...own, deduplicationKey: newId(this.clock), createdBy: actor.id }, transaction);
    });
    await this.jobs.enqueue(job.id, 'experiment_refresh');
    return { job_id: job.id };
  }
}
