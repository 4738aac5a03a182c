import { buildIfStale } from '../../bin/build.mjs';
import { startServers } from './servers.mjs';

/** One PostgreSQL and one Redis for the whole run; each test file clones a database of its own and takes a Redis number. */
export default async function globalSetup({ testPathPatterns }) {
  // Of a whole run both workers need the build at once, and would make it in each other's way.
  if (testPathPatterns.patterns.length === 0) await buildIfStale();
  const servers = await startServers();
  globalThis.verdictTestServers = servers;
  process.env.TEST_POSTGRES_URL = servers.postgresUrl;
  process.env.TEST_REDIS_URL = servers.redisUrl;
  // For the suites about it, each under a prefix of its own; no process that a test starts writes there unasked.
  if (process.env.ELASTICSEARCH_URL) process.env.TEST_ELASTICSEARCH_URL ??= process.env.ELASTICSEARCH_URL;
  delete process.env.ELASTICSEARCH_URL;
}
