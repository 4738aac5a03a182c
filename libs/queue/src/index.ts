export type { JobContext, JobHandler, Schedule } from './handler.js';
export { JobRunner } from './job-runner.js';
export { Jobs } from './jobs.js';
export type { NewJob } from './jobs.js';
export { QueueModule } from './queue.module.js';
export { QueueWorkerModule } from './queue-worker.module.js';
