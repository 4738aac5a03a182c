import { Inject, Injectable } from '@nestjs/common';
import type { ExperimentDetail } from '#libs/contracts';
import { Database, DATABASE } from '#libs/postgres';
import { startWarnings } from '../experiment/check-start.js';
import { viewOf } from '../experiment/experiment.js';
import { ExperimentAdvisor } from '../experiment/experiment-advisor.js';
import { ExperimentBook } from '../experiment/experiment-book.js';
import { ExperimentReview } from '../experiment/experiment-review.js';
import { stepView } from './schedule.js';
import { ScheduleBook } from './schedule-book.js';

/** An experiment with its review, its schedule and what is unwise about it. */
@Injectable()
export class ExperimentDetailService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(ExperimentBook) private readonly book: ExperimentBook,
    @Inject(ExperimentReview) private readonly review: ExperimentReview,
    @Inject(ExperimentAdvisor) private readonly advisor: ExperimentAdvisor,
    @Inject(ScheduleBook) private readonly schedules: ScheduleBook,
  ) {}

  async get(key: string): Promise<ExperimentDetail> {
    const experiment = await this.book.found(key);
    const steps = await this.schedules.list({ kind: 'experiment', key });
    const starts = steps.some(({ action, state }) => action === 'start' && state === 'pending');
    const ofStart = starts ? await startWarnings(experiment, this.review, this.database) : [];
    return {
      ...viewOf(experiment),
      warnings: [...ofStart, ...(await this.advisor.on(experiment, this.database))],
      review: await this.review.of(experiment),
      schedule: steps.map(stepView),
    };
  }
}
