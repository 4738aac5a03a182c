/** What a key or a role may do. Every /v1 route names exactly one of these. */
export const scopes = [
  'assignments:evaluate',
  'assessments:read',
  'audit:read',
  'events:read',
  'events:write',
  'experiments:read',
  'experiments:write',
  'imports:write',
  'jobs:read',
  'jobs:write',
  'keys:write',
  'outcomes:write',
  'people:write',
  'pledges:score',
  'policy:write',
  'queries:read',
  'rules:read',
  'rules:write',
] as const;

export type ScopeName = (typeof scopes)[number];

export const roles = ['reviewer', 'analyst', 'admin'] as const;

export type Role = (typeof roles)[number];

const reviewer: readonly ScopeName[] = [
  'assessments:read',
  'events:read',
  'experiments:read',
  'jobs:read',
  'outcomes:write',
  'queries:read',
  'rules:read',
];

const analyst: readonly ScopeName[] = [
  'assessments:read',
  'events:read',
  'experiments:read',
  'experiments:write',
  'imports:write',
  'jobs:read',
  'jobs:write',
  'queries:read',
  'rules:read',
];

/** What each role of a person may do. */
export const roleScopes: Readonly<Record<Role, readonly ScopeName[]>> = { reviewer, analyst, admin: scopes };

/** What an app's key may do unless it was made with less: the app asks and reports, it changes nothing. */
export const appScopes: readonly ScopeName[] = [
  'assignments:evaluate',
  'assessments:read',
  'events:write',
  'outcomes:write',
  'pledges:score',
];

/** Who asks: a person (by session or personal key) or a machine (app or client key). */
export interface Principal {
  readonly kind: 'person' | 'app' | 'client';
  /** The person's id, or the key's. */
  readonly id: string;
  readonly name: string;
  readonly role?: Role;
  readonly scopes: readonly ScopeName[];
  /** False for a test key: what it writes is marked and stays out of everything live. */
  readonly live: boolean;
  /** Set when a key was used, for the count of its use. */
  readonly keyId?: string;
}
