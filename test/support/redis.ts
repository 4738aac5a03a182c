import { Redis } from 'ioredis';

/** A Redis URL of this test file's own (a database number drawn at random among thousands, emptied first). */
export async function testRedisUrl(): Promise<string> {
  const server = process.env['TEST_REDIS_URL'];
  if (server === undefined) throw new Error('The test servers were not started.');
  const url = new URL(server);
  const probe = new Redis(server);
  const [, databases] = (await probe.config('GET', 'databases')) as [string, string];
  url.pathname = `/${process.pid % Number(databases)}`;
  await probe.quit();
  const own = new Redis(url.href);
  await own.flushdb();
  await own.quit();
  return url.href;
}
