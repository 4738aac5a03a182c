import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, type FlagSchedule, type FlagScheduleView, type Principal } from '#libs/contracts';
import { conflict, invalid, notFound } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import type { Flag } from '../flag/flag.js';
import { FlagRepository } from '../flag/flag.repository.js';
import { timeProblems } from './check-schedule.js';
import { stepView, timeOf, type Subject } from './schedule.js';
import { ScheduleBook } from './schedule-book.js';

/** When the draft of a flag is to be published by the clock. */
@Injectable()
export class FlagScheduleService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(FlagRepository) private readonly flags: FlagRepository,
    @Inject(ScheduleBook) private readonly schedules: ScheduleBook,
  ) {}

  async get(key: string): Promise<FlagScheduleView> {
    if ((await this.flags.find(key)) === undefined) throw notFound(`No flag ${key}.`);
    return this.view(key);
  }

  /** The draft as it is now. @throws VerdictError `invalid`, `conflict` without a draft */
  put(key: string, { publish_at, note }: FlagSchedule, actor: Principal): Promise<FlagScheduleView> {
    return this.replace(key, note, actor, ({ draft }) => {
      if (publish_at === null) return [];
      if (draft === null) throw conflict(`The flag ${key} has no draft to publish.`);
      const asked = { action: 'publish', at: new Date(publish_at), pointer: '/publish_at' } as const;
      const problems = timeProblems([asked], new Date(this.clock.now()));
      const [first] = problems;
      if (first !== undefined)
        throw invalid(`The schedule could not work. ${first.pointer}: ${first.detail}`, problems);
      return [{ ...asked, content: draft }];
    });
  }

  cancel(key: string, actor: Principal): Promise<FlagScheduleView> {
    return this.replace(key, undefined, actor, () => []);
  }

  private replace(
    key: string,
    note: string | undefined,
    actor: Principal,
    stepsOf: (flag: Flag) => Parameters<ScheduleBook['replace']>[0]['steps'],
  ): Promise<FlagScheduleView> {
    return this.database.transaction(async (transaction) => {
      const flag = await this.flags.lock(key, transaction);
      if (flag === undefined) throw notFound(`No flag ${key}.`);
      await this.schedules.replace({ subject: subjectOf(key), steps: stepsOf(flag), note, actor }, transaction);
      return this.view(key, transaction);
    });
  }

  private async view(key: string, transaction?: Transaction): Promise<FlagScheduleView> {
    const steps = await this.schedules.list(subjectOf(key), transaction);
    const pending = steps.filter(({ state }) => state === 'pending');
    return { publish_at: timeOf(pending, 'publish'), steps: steps.map(stepView) };
  }
}

const subjectOf = (key: string): Subject => ({ kind: 'flag', key });
