import { Module, type DynamicModule, type InjectionToken, type ModuleMetadata } from '@nestjs/common';
import { JOB_HANDLERS, SCHEDULES, type JobHandler, type Schedule } from './handler.js';
import { JobProcessor } from './job.processor.js';
import { JobRunner } from './job-runner.js';
import { QueueModule } from './queue.module.js';
import { Scheduler } from './scheduler.js';

/** For the worker: runs jobs. `handlers` and `schedules` are the tokens of what the imported modules provide. */
@Module({})
export class QueueWorkerModule {
  static forRoot(options: {
    readonly imports: NonNullable<ModuleMetadata['imports']>;
    readonly handlers: readonly InjectionToken[];
    readonly schedules: readonly InjectionToken[];
  }): DynamicModule {
    return {
      module: QueueWorkerModule,
      imports: [QueueModule, ...options.imports],
      providers: [
        JobRunner,
        JobProcessor,
        Scheduler,
        { provide: JOB_HANDLERS, inject: [...options.handlers], useFactory: (...handlers: JobHandler[]) => handlers },
        { provide: SCHEDULES, inject: [...options.schedules], useFactory: (...schedules: Schedule[]) => schedules },
      ],
    };
  }
}
