import type { ScopeName } from '#libs/contracts';

/** The parts of the navigation, in their order. */
export const groups = ['Experiments', 'Risk', 'Data', 'Operations'] as const;

export interface Section {
  readonly path: string;
  readonly name: string;
  readonly group: (typeof groups)[number];
  readonly keys: string;
  /** Who has it sees the section. */
  readonly scope: ScopeName;
  /** Another beginning of addresses that belong to it. */
  readonly also?: string;
}

/** The places of the console, in the order of the navigation. */
export const sections: readonly Section[] = [
  {
    path: '/experiments',
    name: 'Experiments',
    group: 'Experiments',
    keys: 'g e',
    scope: 'experiments:read',
    also: '/queries',
  },
  { path: '/metrics', name: 'Metrics', group: 'Experiments', keys: 'g m', scope: 'experiments:read', also: '/facts' },
  { path: '/flags', name: 'Flags', group: 'Experiments', keys: 'g f', scope: 'flags:read' },
  {
    path: '/assessments',
    name: 'Assessments',
    group: 'Risk',
    keys: 'g a',
    scope: 'assessments:read',
    also: '/pledges',
  },
  { path: '/history', name: 'History', group: 'Risk', keys: 'g h', scope: 'events:read' },
  { path: '/rules', name: 'Rules', group: 'Risk', keys: 'g r', scope: 'rules:read' },
  {
    path: '/questions',
    name: 'Questions',
    group: 'Data',
    keys: 'g q',
    scope: 'questions:read',
    also: '/runs',
  },
  { path: '/reports', name: 'Reports', group: 'Data', keys: 'g p', scope: 'reports:read' },
  { path: '/warehouse', name: 'Warehouse', group: 'Data', keys: 'g w', scope: 'warehouse:read' },
  { path: '/sources', name: 'Sources', group: 'Data', keys: 'g s', scope: 'sources:read' },
  { path: '/jobs', name: 'Jobs', group: 'Operations', keys: 'g j', scope: 'jobs:read' },
  { path: '/audit', name: 'Audit', group: 'Operations', keys: 'g u', scope: 'audit:read' },
];

/** Whether an address belongs to a section: its own, or one below it. */
export const isWithin = ({ path, also }: Section, pathname: string): boolean =>
  [path, also].some((start) => start !== undefined && (pathname === start || pathname.startsWith(`${start}/`)));
