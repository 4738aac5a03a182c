import { Inject, Injectable } from '@nestjs/common';
import {
  CLOCK,
  type Clock,
  type ExperimentSchedule,
  type ExperimentScheduleView,
  type Principal,
} from '#libs/contracts';
import { invalid } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { startWarnings } from '../experiment/check-start.js';
import type { Experiment } from '../experiment/experiment.js';
import { ExperimentBook } from '../experiment/experiment-book.js';
import { ExperimentReview } from '../experiment/experiment-review.js';
import { stateProblems, timeProblems, type Asked } from './check-schedule.js';
import { stepView, timeOf, type Subject } from './schedule.js';
import { ScheduleBook } from './schedule-book.js';

type Act = 'start' | 'close' | 'stop';

/** When an experiment is to start, to close and to stop by the clock. */
@Injectable()
export class ExperimentScheduleService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ExperimentBook) private readonly book: ExperimentBook,
    @Inject(ExperimentReview) private readonly review: ExperimentReview,
    @Inject(ScheduleBook) private readonly schedules: ScheduleBook,
  ) {}

  async get(key: string): Promise<ExperimentScheduleView> {
    return this.view(await this.book.found(key), this.database);
  }

  /** All of what is to come, in place of what was. @throws VerdictError `invalid` naming each time that could not work */
  put(key: string, { note, ...times }: ExperimentSchedule, actor: Principal): Promise<ExperimentScheduleView> {
    return this.database.transaction(async (transaction) => {
      const experiment = await this.book.locked(transaction, key);
      const asked = askedOf(times);
      const late = timeProblems(asked, new Date(this.clock.now()));
      const problems = late.length > 0 ? late : stateProblems(experiment, asked);
      const [first] = problems;
      if (first !== undefined)
        throw invalid(`The schedule could not work. ${first.pointer}: ${first.detail}`, problems);
      const { version } = experiment;
      await this.schedules.replace({ subject: subjectOf(key), steps: asked, version, note, actor }, transaction);
      return this.view(experiment, transaction);
    });
  }

  cancel(key: string, actor: Principal): Promise<ExperimentScheduleView> {
    return this.database.transaction(async (transaction) => {
      const experiment = await this.book.locked(transaction, key);
      await this.schedules.replace({ subject: subjectOf(key), steps: [], note: undefined, actor }, transaction);
      return this.view(experiment, transaction);
    });
  }

  private async view(experiment: Experiment, transaction: Transaction): Promise<ExperimentScheduleView> {
    const steps = await this.schedules.list(subjectOf(experiment.key), transaction);
    const pending = steps.filter(({ state }) => state === 'pending');
    const start_at = timeOf(pending, 'start');
    return {
      start_at,
      close_at: timeOf(pending, 'close'),
      stop_at: timeOf(pending, 'stop'),
      warnings: start_at === null ? [] : await startWarnings(experiment, this.review, transaction),
      steps: steps.map(stepView),
    };
  }
}

/** In the order of an experiment's life. */
function askedOf({ start_at, close_at, stop_at }: Omit<ExperimentSchedule, 'note'>): Asked<Act>[] {
  const times: readonly [Act, string | null][] = [
    ['start', start_at],
    ['close', close_at],
    ['stop', stop_at],
  ];
  return times.flatMap(([action, at]) => (at === null ? [] : [{ action, at: new Date(at), pointer: `/${action}_at` }]));
}

const subjectOf = (key: string): Subject => ({ kind: 'experiment', key });
