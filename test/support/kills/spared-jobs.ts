import type { JobName } from '#libs/contracts';

/** Jobs that nobody kills in these suites, and why that cannot change what the others leave. */
export const sparedJobs: Readonly<Partial<Record<JobName, string>>> = {
  audit_chain: 'adds to the chain in the services’ database, each batch with its event of the log in one transaction',
  equality_check: 'reads, and keeps what it found in one transaction',
  experiment_breakdown:
    'brings an aggregate up to date as a refresh does, and keeps what it found of one question in one transaction',
  experiment_export:
    'reads the warehouse, writes objects whose names no other attempt has, and names them in one transaction',
  fact_check: 'reads the warehouse, and keeps what it found of one version of a fact in one transaction',
  feature_distribution: 'adds one table of quantiles to the services’ database, in one transaction',
  metric_certify:
    'reads the warehouse, where nothing of it stays, and keeps what it found of one version of a metric in one transaction',
  interaction_scan: 'reads the warehouse, and keeps what it found of all experiments in one transaction',
  late_rescore:
    'gives pledges revisions of the moment, which no two runs have alike: test/e2e/crash-late-rescore.spec.ts kills it',
  review_run:
    'keeps cases in the services’ database: each portion of arrivals and each case that is due in a transaction of its own',
  webhook_send:
    'tells decisions that are there already; what it was killed while telling is told again with the same id',
  rule_brake: 'puts rules of the services’ database into shadow, in one transaction',
  schedule_run: 'changes experiments and flags in the services’ database, each step in a transaction of its own',
  sticky_cleanup: 'deletes rows of the services’ database that are too old to be read, some thousand at a time',
};
