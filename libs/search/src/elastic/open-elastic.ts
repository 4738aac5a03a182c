import type { Clock } from '#libs/contracts';
import type { History, HistoryIndex } from '../history.js';
import { ElasticBulk, type BulkOptions } from './elastic-bulk.js';
import { elasticClient, type ElasticOptions } from './elastic-client.js';
import { ElasticHistory } from './elastic-history.js';
import { ElasticIndex } from './elastic-index.js';
import { ElasticNames } from './elastic-names.js';
import { ElasticSearch } from './elastic-search.js';

interface ElasticStore {
  readonly history: History;
  readonly index: HistoryIndex;
  close(): Promise<void>;
}

/** Both sides of a server, on one client. */
export function elasticHistory(options: ElasticOptions, clock: Clock, pace?: BulkOptions): ElasticStore {
  const client = elasticClient(options);
  const names = new ElasticNames(options.prefix);
  return {
    history: new ElasticHistory(new ElasticSearch(client, names)),
    index: new ElasticIndex(client, names, clock, new ElasticBulk(client, pace)),
    close: () => client.close(),
  };
}
