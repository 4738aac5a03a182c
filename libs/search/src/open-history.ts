import type { Clock } from '#libs/contracts';
import type { Database } from '#libs/postgres';
import { ElasticBulk, type BulkOptions } from './elastic/elastic-bulk.js';
import { elasticClient, type ElasticOptions } from './elastic/elastic-client.js';
import { ElasticHistory } from './elastic/elastic-history.js';
import { ElasticIndex } from './elastic/elastic-index.js';
import { ElasticNames } from './elastic/elastic-names.js';
import { ElasticSearch } from './elastic/elastic-search.js';
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

/** @param pace of its bulks; nobody but a test needs to say */
export function openElastic(options: ElasticOptions, clock: Clock, pace?: BulkOptions): OpenHistory {
  const client = elasticClient(options);
  const names = new ElasticNames(options.prefix);
  return {
    store: 'elasticsearch',
    history: new ElasticHistory(new ElasticSearch(client, names)),
    index: new ElasticIndex(client, names, clock, new ElasticBulk(client, pace)),
    close: () => client.close(),
  };
}

/** The database stays its owner's to close. */
export const openPostgres = (database: Database): OpenHistory => ({
  store: 'postgres',
  history: new PostgresHistory(database),
  index: new PostgresIndex(database),
  close: () => Promise.resolve(),
});
