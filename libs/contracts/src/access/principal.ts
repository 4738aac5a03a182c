import { z } from 'zod';
import { forbidden } from '#libs/errors';

/** What a key or a role may do. Every /v1 route names exactly one of these. */
export const scopes = [
  'assignments:evaluate',
  'assessments:read',
  'audit:read',
  'events:read',
  'events:write',
  'experiments:read',
  'experiments:write',
  'exposures:write',
  'flags:evaluate',
  'flags:read',
  'flags:write',
  'imports:write',
  'jobs:read',
  'jobs:write',
  'keys:write',
  'outcomes:write',
  'people:write',
  'pledges:score',
  'policy:write',
  'publications:write',
  'queries:read',
  'questions:read',
  'questions:write',
  'queues:write',
  'reports:read',
  'reports:write',
  'reviews:read',
  'reviews:write',
  'rules:read',
  'rules:write',
  'sources:read',
  'sources:write',
  'warehouse:read',
  'warehouse:write',
  'webhooks:write',
] as const;

export type ScopeName = (typeof scopes)[number];

export const roles = ['reviewer', 'analyst', 'admin'] as const;

export type Role = (typeof roles)[number];

const reviewer: readonly ScopeName[] = [
  'assessments:read',
  'events:read',
  'experiments:read',
  'flags:read',
  'jobs:read',
  'outcomes:write',
  'queries:read',
  'questions:read',
  'reports:read',
  'reviews:read',
  'reviews:write',
  'rules:read',
];

const analyst: readonly ScopeName[] = [
  'assessments:read',
  'events:read',
  'experiments:read',
  'experiments:write',
  'flags:read',
  'flags:write',
  'imports:write',
  'jobs:read',
  'jobs:write',
  'queries:read',
  'questions:read',
  'questions:write',
  'reports:read',
  'reports:write',
  'reviews:read',
  'rules:read',
  'sources:read',
  'warehouse:read',
  'warehouse:write',
];

/** What each role of a person may do. */
export const roleScopes: Readonly<Record<Role, readonly ScopeName[]>> = { reviewer, analyst, admin: scopes };

/** What an app's key may do unless it was made with less: the app asks and reports, it changes nothing. */
export const appScopes: readonly ScopeName[] = [
  'assignments:evaluate',
  'assessments:read',
  'events:write',
  'exposures:write',
  'outcomes:write',
  'pledges:score',
  'reviews:read',
];

/** What a client's key may do unless it was made with less: whoever opens the page can read it. */
export const clientScopes: readonly ScopeName[] = ['assignments:evaluate', 'exposures:write'];

/** The most that a client's key may do: anything more would be everybody's. */
export const clientScopesAtMost: readonly ScopeName[] = [...clientScopes, 'events:write'];

/** What is read with these is of the live company, people and tables; no test key has a part in it. */
export const liveOnlyScopes: ReadonlySet<ScopeName> = new Set([
  'audit:read',
  'people:write',
  'questions:read',
  'reports:read',
  'reviews:read',
  'sources:read',
  'warehouse:read',
]);

/** Where flags are evaluated for the holder of a client's key: with `local` it gets the rules, with `remote` answers only. */
export const keyEvaluations = ['local', 'remote'] as const;

export type KeyEvaluation = (typeof keyEvaluations)[number];

/** Who asks: a person (by session or personal key) or a machine (app or client key). */
export interface Principal {
  readonly kind: 'person' | 'app' | 'client';
  /** Of a client only. */
  readonly evaluation?: KeyEvaluation;
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

/** A principal as it comes with a request: for logs and the audit, not where a route only evaluates, since there all time counts. */
export interface TracedPrincipal extends Principal {
  readonly requestId?: string;
}

/** What the product does by itself: on a person's word, as a schedule does, or on nobody's. */
export interface SystemActor {
  readonly kind: 'system';
  readonly id: string;
  readonly name: string;
}

/** Nobody in particular. */
export const systemActor: SystemActor = { kind: 'system', id: 'system', name: 'system' };

export type Actor = TracedPrincipal | SystemActor;

/** Who did something, as histories keep it. */
export interface RecordedActor {
  readonly kind: 'person' | 'key' | 'system';
  readonly id: string;
  readonly name: string;
}

export const recordedActor = ({ kind, id, name }: Actor): RecordedActor => ({
  kind: kind === 'app' || kind === 'client' ? 'key' : kind,
  id,
  name,
});

/** `?live=`: rows of live keys or of test keys; those of the caller's own kind unless said. */
export const liveQuery = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .optional();

export const liveQuerySchema = z.strictObject({ live: liveQuery });

export type LiveQuery = z.infer<typeof liveQuerySchema>;

/**
 * Whose rows a caller sees: those that its own kind of key wrote. A person with a live key or a session may ask for either.
 * @param asked what the request says, if anything
 * @returns the `live` of the rows
 * @throws VerdictError `forbidden`
 */
export function liveSeenBy(caller: Principal, asked: boolean | undefined): boolean {
  if (asked === undefined || asked === caller.live) return caller.live;
  if (!caller.live) throw forbidden('A test key sees only what test keys wrote.');
  if (caller.kind !== 'person') throw forbidden('Only people and test keys see what test keys wrote.');
  return asked;
}
