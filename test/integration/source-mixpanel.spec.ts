import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sourceAdmin, SourceTest } from '../support/sources.js';

const day = '2026-03-09';
const noon = Date.parse(`${day}T12:00:00Z`) / 1_000;
const secret = 'api-secret';

const exported = (distinct_id: string, properties: object = {}) => ({
  event: 'Pledge',
  properties: {
    time: noon,
    distinct_id,
    $insert_id: `i-${distinct_id}`,
    $email: 'a@example.com',
    ip: '10.0.0.1',
    ...properties,
  },
});
const lines = (events: readonly object[]): string => events.map((event) => `${JSON.stringify(event)}\n`).join('');

describe('Mixpanel as a source', () => {
  let sources: SourceTest;
  let server: Server;
  let answer: (response: ServerResponse, turn: number) => void;
  let asked: { readonly url: string | undefined; readonly authorization: string | undefined }[] = [];

  beforeAll(async () => {
    server = createServer((request: IncomingMessage, response) => {
      asked.push({ url: request.url, authorization: request.headers.authorization });
      answer(response, asked.length);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    sources = await SourceTest.start('2026-03-10', {
      SOURCE_MIXPANEL_URL: `http://${secret}:@127.0.0.1:${port}/api/2.0/export?project_id=7`,
    });
    const columns = [
      { name: '$email', use: 'hash' },
      { name: 'ip', use: 'drop' },
    ];
    await sources.define('mixpanel', { kind: 'mixpanel' }, { events: { columns } });
    const location = `file:${sources.folder}`;
    await sources.define('exports', { kind: 'mixpanel', location }, { events: { from: 'mp/{day}.json*', columns } });
  });
  beforeEach(() => {
    asked = [];
  });
  afterAll(async () => {
    await sources.close();
    server.closeAllConnections();
    server.close();
  });

  const pull = (options: object = { again: true }) => sources.pull('mixpanel', 'events', options);
  const events = (where = 'TRUE') =>
    sources.rows<{ distinct_id: string; properties: string }>(`event WHERE ${where} ORDER BY distinct_id`);

  it('asks for the day with the secret, and takes each event once', async () => {
    answer = (response) => response.end(lines([exported('a'), exported('a'), exported('b', { time: noon * 1_000 })]));
    expect(await pull()).toMatchObject({ day, mode: 'events', counts: { rows: 3, quarantined: 0 } });
    const authorization = `Basic ${Buffer.from(`${secret}:`).toString('base64')}`;
    expect(asked).toEqual([{ url: `/api/2.0/export?project_id=7&from_date=${day}&to_date=${day}`, authorization }]);
    const found = await events();
    expect(found).toMatchObject([
      { source: 'mixpanel', name: 'Pledge', distinct_id: 'a', insert_id: 'i-a', time: `${day} 12:00:00`, ip: null },
      { distinct_id: 'b', time: `${day} 12:00:00` },
    ]);
    expect(JSON.parse(found[0]?.properties ?? '')).toEqual({ $email: expect.stringMatching(/^[0-9a-f]{64}$/) });
    await pull();
    expect(await events()).toHaveLength(2);
  });

  it('leaves a bad line aside, and waits as long as it is told', async () => {
    answer = (response, turn) => {
      if (turn === 1) response.writeHead(429, { 'retry-after': '0' }).end('slow down');
      else if (turn === 2) response.writeHead(503, { 'retry-after': 'Tue, 10 Mar 2026 12:00:00 GMT' }).end();
      else response.end(`${lines([exported('c')])}{"event":\n{"event":"x","properties":{"distinct_id":"d"}}\n`);
    };
    const done = await pull();
    expect(asked).toHaveLength(3);
    expect(done.counts).toMatchObject({ rows: 1, quarantined: 2 });
    expect(await sources.pulls.quarantine('mixpanel', done.id)).toMatchObject([
      { object: null, line: 2, rule: 'json' },
      { object: null, line: 3, field: '/time', rule: 'time' },
    ]);
  });

  it.each<[string, (response: ServerResponse) => void, RegExp]>([
    ['refuses', (response) => void response.writeHead(401).end(), /Mixpanel refuses the export: it answers 401/],
    [
      'asks for too long a wait',
      (response) => void response.writeHead(429, { 'retry-after': '7200' }).end(),
      /answers 429/,
    ],
    [
      'ends too early',
      (response) => void response.end(`${lines([exported('lost-1')])}terminated early\n`),
      /before its end/,
    ],
    [
      'breaks off',
      (response) => {
        response.writeHead(200, { 'transfer-encoding': 'chunked' }).write(lines([exported('lost-2')]));
        setImmediate(() => response.destroy());
      },
      /mixpanel (failed|cannot be reached)/,
    ],
  ])('takes nothing of an export that %s', async (_what, respond, why) => {
    answer = respond;
    const failure = await pull().catch((error: Error) => error);
    expect((failure as Error).message).toMatch(why);
    expect((failure as Error).message).not.toContain(secret);
    await sources.load();
    expect(await events("distinct_id LIKE 'lost%'")).toEqual([]);
  });

  it('reads files of a day too, in the clock of an older project', async () => {
    sources.file(`mp/${day}.json.gz`, gzipSync(lines([exported('f1'), exported('a')])));
    await sources.pull('exports', 'events');
    expect(await events("distinct_id IN ('a', 'f1')")).toHaveLength(2);
    const location = `file:${sources.folder}`;
    const table = { from: 'mp/old.json', time_zone: 'America/Los_Angeles' };
    sources.file('mp/old.json', lines([exported('z')]));
    await sources.define('older', { kind: 'mixpanel', location, event_source: 'app' }, { events: table });
    await sources.pull('older', 'events');
    expect(await events("distinct_id = 'z'")).toMatchObject([{ source: 'app', time: `${day} 19:00:00` }]);
  });

  it('stops when somebody cancels it, also while it waits for an answer', async () => {
    const stop = new AbortController();
    answer = () => stop.abort(new Error('Cancelled.'));
    const { pulls } = await sources.pulls.request('mixpanel', { table: 'events', again: true }, sourceAdmin);
    await expect(sources.run(pulls[0]?.pull.id ?? '', { signal: stop.signal })).rejects.toThrow();
  });
});
