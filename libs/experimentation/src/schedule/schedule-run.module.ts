import { Module } from '@nestjs/common';
import type { Schedule } from '#libs/queue';
import { DefinitionModule } from '../definition.module.js';
import { CLOCK, type Clock } from '#libs/contracts';
import { ScheduleRepository } from './schedule.repository.js';
import { ScheduleRunHandler } from './schedule-run.handler.js';

/** The injection token of the look at the clock. */
export const SCHEDULE_RUN_SCHEDULE = Symbol('SCHEDULE_RUN_SCHEDULE');

/** One question to an index: what is due is late by little more than this while a worker is there, busy or not. */
const everySeconds = 2;

/** A job only where something is due. It waits neither for a place in the queue nor for Redis. */
export const scheduleRunSchedule = (schedules: ScheduleRepository, clock: Clock): Schedule => ({
  name: 'schedule_run',
  everyMinutes: everySeconds / 60,
  prompt: true,
  payloads: async () =>
    (await schedules.isAnyDue(new Date(clock.now()))) ? [{ payload: {}, deduplicationKey: 'due' }] : [],
});

/** For the worker: the job `schedule_run`, and when it is due. */
@Module({
  imports: [DefinitionModule],
  providers: [
    ScheduleRunHandler,
    { provide: SCHEDULE_RUN_SCHEDULE, inject: [ScheduleRepository, CLOCK], useFactory: scheduleRunSchedule },
  ],
  exports: [ScheduleRunHandler, SCHEDULE_RUN_SCHEDULE],
})
export class ScheduleRunModule {}
