export { SqlCatalogue } from './catalogue.js';
export type { SlotValues, Statement } from './catalogue.js';
export { Database, DATABASE } from './database.js';
export type { Transaction } from './database.js';
export { createPool } from './pool.js';
export { migrate } from './migrate.js';
export { Listener } from './listener.js';
export { isUniqueViolation, isConnectionError } from './failure.js';
