import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { VerdictError } from '#libs/errors';
import { freePort } from '../../../test/support/servers.mjs';
import { s3Servers, toxiproxy, type S3Server } from '../../../test/support/s3.js';
import { until } from '../../../test/support/until.js';
import { S3Store } from './s3-store.js';

/** How a network is bad: each of toxiproxy's ways in which connections go on, and those in which they end. */
const slow = [
  { type: 'latency', attributes: { latency: 50, jitter: 40 } },
  { type: 'bandwidth', attributes: { rate: 2_000 } },
  { type: 'slicer', attributes: { average_size: 700, size_variation: 300, delay: 10 } },
];
const broken = [
  { type: 'reset_peer', attributes: { timeout: 0 } },
  { type: 'timeout', attributes: { timeout: 0 } },
  { type: 'limit_data', attributes: { bytes: 100_000 } },
];
/** So that what says nothing is given up soon; a slow connection says nothing for a while too, and keeps the usual limits. */
const hasty = { connectMs: 1_000, silenceMs: 400, answerMs: 20_000 };
const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

(toxiproxy === undefined ? describe.skip : describe).each(s3Servers)('on a bad network to $name', (kind) => {
  let server: S3Server;
  let proxy: ChildProcess;
  let api: string;
  let store: S3Store;
  let patient: S3Store;
  const content = randomBytes(1_000_000);

  const ask = async (method: string, path: string, body?: object): Promise<void> => {
    const answer = await fetch(`${api}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  };

  beforeAll(async () => {
    server = await kind.start();
    const [apiPort, port] = [await freePort(), await freePort()];
    proxy = spawn(toxiproxy ?? '', ['-port', String(apiPort)], { stdio: 'ignore' });
    api = `http://127.0.0.1:${apiPort}`;
    await until(async () => (await fetch(`${api}/version`)).ok);
    const upstream = new URL(server.location.endpoint ?? '').host;
    await ask('POST', '/proxies', { name: 's3', listen: `127.0.0.1:${port}`, upstream, enabled: true });
    const location = { ...server.location, endpoint: `http://127.0.0.1:${port}` };
    store = new S3Store(location, hasty);
    patient = new S3Store(location);
    await patient.put('before', content);
  });
  afterEach(() => ask('POST', '/reset'));
  afterAll(async () => {
    proxy.kill();
    await server.close();
  });

  it.each(slow)('brings everything whole through $type', async (toxic) => {
    for (const stream of ['upstream', 'downstream']) await ask('POST', '/proxies/s3/toxics', { ...toxic, stream });
    await patient.put('slow', Readable.from([content]));
    expect(digest(await patient.read('slow'))).toBe(digest(content));
    expect(await patient.list('slow')).toEqual(['slow']);
  });

  it.each(broken.flatMap((toxic) => ['upstream', 'downstream'].map((stream) => ({ ...toxic, stream }))))(
    'says that nothing answers through $type $stream, keeps what was there and goes on afterwards',
    async (toxic) => {
      await ask('POST', '/proxies/s3/toxics', toxic);
      // Through some of them an upload, or a download that is asked for bit by bit, does get through.
      const outcome = (work: Promise<unknown>): Promise<string> =>
        work.then(
          () => 'done',
          (error: unknown) => (error instanceof VerdictError ? error.kind : String(error)),
        );
      for (const work of [store.put('after', content), store.read('before')])
        expect(['done', 'unavailable']).toContain(await outcome(work));
      await ask('POST', '/reset');
      expect(digest(await patient.read('before'))).toBe(digest(content));
      await patient.put('after', content);
      expect(digest(await patient.read('after'))).toBe(digest(content));
    },
  );
});
