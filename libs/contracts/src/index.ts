export { CLOCK, newId, systemClock } from './clock.js';
export type { Clock } from './clock.js';
export { appScopes, roles, roleScopes, scopes } from './principal.js';
export type { Principal, Role, ScopeName } from './principal.js';
export { auditQuerySchema, newKeySchema, newPersonSchema, personChangeSchema, signInSchema } from './access.js';
export type { AuditQuery, NewKey, NewPerson, PersonChange, SignIn } from './access.js';
export { jobPayloads, jobQuerySchema, jobStates } from './job.js';
export type { JobName, JobQuery, JobView } from './job.js';
