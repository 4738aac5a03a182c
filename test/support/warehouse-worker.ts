import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { jobPayloads, type JobName } from '#libs/contracts';
import { QueueWorkerModule, type JobHandler, type Schedule } from '#libs/queue';
import { WAREHOUSE, type Warehouse } from '#libs/warehouse';

const noSchedule = { name: 'source_cleanup', everyMinutes: 60, payloads: () => Promise.resolve([]) } satisfies Schedule;

@Module({})
class WarehouseWorkerModule {}

/** A worker that holds the warehouse and has handlers for these jobs; every other job is done at once, and nothing of it. */
export function warehouseWorker(
  warehouse: Warehouse,
  handlers: Readonly<Partial<Record<JobName, Type<JobHandler>>>>,
): DynamicModule {
  const others = (Object.keys(jobPayloads) as JobName[]).filter((name) => handlers[name] === undefined);
  const all = [...Object.values(handlers), ...others];
  const jobs: DynamicModule = {
    module: WarehouseWorkerModule,
    global: true,
    providers: [
      { provide: WAREHOUSE, useValue: warehouse },
      { provide: 'NO_SCHEDULE', useValue: noSchedule },
      ...Object.values(handlers),
      ...others.map((name) => ({ provide: name, useValue: { name, run: () => Promise.resolve(null) } })),
    ],
    exports: [WAREHOUSE, 'NO_SCHEDULE', ...all],
  };
  return QueueWorkerModule.forRoot({ imports: [jobs], handlers: all, schedules: ['NO_SCHEDULE'] });
}
