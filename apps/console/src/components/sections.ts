import type { ScopeName } from '#libs/contracts';

/** The places of the console, in the order of the navigation; each is shown to whom its scope lets in. */
export const sections: readonly {
  readonly path: string;
  readonly name: string;
  readonly keys: string;
  readonly scope: ScopeName;
  /** Other addresses that belong to it. */
  readonly also?: string;
}[] = [
  { path: '/experiments', name: 'Experiments', keys: 'g e', scope: 'experiments:read', also: '/queries' },
  { path: '/assessments', name: 'Assessments', keys: 'g a', scope: 'assessments:read', also: '/pledges' },
  { path: '/rules', name: 'Rules', keys: 'g r', scope: 'rules:read' },
  { path: '/jobs', name: 'Jobs', keys: 'g j', scope: 'jobs:read' },
  { path: '/audit', name: 'Audit', keys: 'g u', scope: 'audit:read' },
];
