export { VerdictClient } from './client.js';
export type { Assigned } from './client.js';
export type { ClientOptions, Experiments, Storage, Unit, Units } from './options.js';
