import { Inject, Injectable } from '@nestjs/common';
import type { InteractionScanView, NoInteractionScan, Principal, RefreshAnswer } from '#libs/contracts';
import { Database, DATABASE } from '#libs/postgres';
import { Jobs } from '#libs/queue';
import { findLatestScan } from './interaction.repository.js';
import { allExperiments } from './interaction-schedule.js';
import { scanViewOf } from './scan.js';

/** Whether running experiments change each other's effects. */
@Injectable()
export class InteractionService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Jobs) private readonly jobs: Jobs,
  ) {}

  /** A scan that is under way is found, not repeated. */
  async ask(caller: Principal): Promise<RefreshAnswer> {
    const { id } = await this.jobs.submit({ name: 'interaction_scan', ...allExperiments, createdBy: caller.id });
    return { job_id: id };
  }

  /** The latest. */
  async read(): Promise<InteractionScanView | NoInteractionScan> {
    const scan = await findLatestScan(this.database);
    if (scan !== undefined) return scanViewOf(scan);
    return { kind: 'no_scan', next_step: 'Scanned once a day; POST /v1/interactions does it now.' };
  }
}
