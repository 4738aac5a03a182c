export { CLOCK, newId, systemClock } from './clock.js';
export type { Clock } from './clock.js';
export { appScopes, roles, roleScopes, scopes } from './principal.js';
export type { Principal, Role, ScopeName } from './principal.js';
