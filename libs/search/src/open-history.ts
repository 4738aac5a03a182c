import type { Clock } from '#libs/contracts';
import type { Database } from '#libs/postgres';
import type { BulkOptions } from './elastic/elastic-bulk.js';
import type { ElasticOptions } from './elastic/elastic-client.js';
import type { History, HistoryIndex } from './history.js';
import { PostgresHistory } from './postgres/postgres-history.js';
import { PostgresIndex } from './postgres/postgres-index.js';

/** The injection token of an `OpenHistory`. */
export const HISTORY = Symbol('HISTORY');

/** Both sides of one store. Nothing is connected before it is asked. */
export interface OpenHistory {
  readonly store: 'postgres' | 'elasticsearch';
  readonly history: History;
  readonly index: HistoryIndex;
  close(): Promise<void>;
}

/**
 * Its client is loaded here: a tenth of all that a process loads at its start, which most need not.
 * @param pace of its bulks; nobody but a test needs to say
 */
export async function openElastic(options: ElasticOptions, clock: Clock, pace?: BulkOptions): Promise<OpenHistory> {
  const { elasticHistory } = await import('./elastic/open-elastic.js');
  return { store: 'elasticsearch', ...elasticHistory(options, clock, pace) };
}

/** The database stays its owner's to close. */
export const openPostgres = (database: Database): OpenHistory => ({
  store: 'postgres',
  history: new PostgresHistory(database),
  index: new PostgresIndex(database),
  close: () => Promise.resolve(),
});
