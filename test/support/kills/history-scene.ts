import type { HistoryDocument } from '#libs/search';
import { openElastic } from '#libs/search';
import type { TestElasticsearch } from '../elasticsearch.js';
import { eventRow } from '../history.js';
import { TestClock } from '../pipeline.js';
import { SourceTest } from '../sources.js';
import type { HistoryPlace, KilledJobs } from './scene.js';

const batches = 6;
const perBatch = 500;
const dayMs = 86_400_000;

/** The event history anew, beside the one that the sink fills meanwhile. */
export const historyJobs = (server?: () => TestElasticsearch): KilledJobs => ({
  name: `builds the history in ${server === undefined ? 'PostgreSQL' : 'Elasticsearch'}`,
  jobs: ['history_rebuild'],
  make: async () => {
    const now = Date.now();
    const sources = await SourceTest.start(new Date(now).toISOString().slice(0, 10));
    sources.pipeline.clock.time = now;
    for (let batch = 0; batch < batches; batch++) {
      const rows = Array.from({ length: perBatch }, (_, index) => {
        const number = batch * perBatch + index;
        const time = now - (number % 70) * dayMs;
        return eventRow(number, {
          time,
          distinct_id: `v${number % 40}`,
          properties: { number, word: `w${number % 9}` },
        });
      });
      await sources.pipeline.buckets.write({ source: 'app', table: 'event', origin: `o${batch}` }, rows);
    }
    const job = await sources.jobs.submit({ name: 'history_rebuild', payload: {}, createdBy: 'system' });
    return {
      sources,
      rounds: [[job.id]],
      ...(server === undefined ? {} : { history: () => placeOn(server(), now) }),
      close: () => sources.close(),
    };
  },
});

async function placeOn(server: TestElasticsearch, now: number): Promise<HistoryPlace> {
  const opened = await openElastic(server, new TestClock(now));
  return {
    environment: { ELASTICSEARCH_URL: server.url, ELASTICSEARCH_PREFIX: server.prefix },
    documents: async () => {
      await server.refresh();
      const filter = { live: true, from: now - 400 * dayMs, to: now + dayMs };
      const found: HistoryDocument[] = [];
      let page = await opened.history.list(filter, 200);
      for (; page.next !== undefined; page = await opened.history.list(filter, 200, page.next))
        found.push(...page.documents);
      return [...found, ...page.documents];
    },
    close: async () => {
      await opened.close();
      await server.clean();
    },
  };
}
