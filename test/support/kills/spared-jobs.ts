import type { JobName } from '#libs/contracts';

/** Jobs that nobody kills in these suites, and why that cannot change what the others leave. */
export const sparedJobs: Readonly<Partial<Record<JobName, string>>> = {
  feature_distribution: 'adds one table of quantiles to the services’ database, in one transaction',
  schedule_run: 'changes experiments and flags in the services’ database, each step in a transaction of its own',
  sticky_cleanup: 'deletes rows of the services’ database that are too old to be read, some thousand at a time',
};
