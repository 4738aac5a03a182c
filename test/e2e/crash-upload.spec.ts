import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openObjectStore } from '#libs/objects';
import { EventProcesses } from '../support/event-processes.js';
import { s3Credentials, s3Servers, type S3Server } from '../support/s3.js';
import { FaultyWire } from '../support/s3-wire.js';

const dayMs = 86_400_000;
const perDay = 30;

/** Where a process is killed: while it writes the first object, its manifest, the second object; while it reads what it loads. */
const places: readonly [of: RegExp, times: number][] = [
  [/^PUT .*part-/, 1],
  [/^PUT .*manifest-/, 1],
  [/^PUT .*part-/, 2],
  [/^GET .*part-/, 2],
];

describe.each(s3Servers)('kill -9 while objects are on their way to $name', (kind) => {
  let server: S3Server;
  let wire: FaultyWire;
  let processes: EventProcesses;

  beforeAll(async () => {
    server = await kind.start();
    wire = await FaultyWire.to(server.location.endpoint ?? '');
    const url = new URL(server.url);
    url.searchParams.set('endpoint', wire.endpoint);
    processes = await EventProcesses.open({ BUCKET_URL: url.href, ...s3Credentials });
  });
  afterAll(async () => {
    await processes.close();
    await wire.close();
    await server.close();
  });

  /** Resolves when the request of that place has come; it gets no answer. */
  const held = (of: RegExp, times: number): Promise<void> =>
    new Promise((resolve) => {
      let seen = 0;
      wire.decide = (request) => {
        if (!of.test(request) || ++seen < times) return 'none';
        resolve();
        return 'hold';
      };
    });

  const send = async (url: string, round: number): Promise<string[]> => {
    const events = Array.from({ length: 2 * perDay }, (_, index) => ({
      event: 'Page View',
      distinct_id: 'v1',
      time: Date.now() - (index % 2) * dayMs,
      insert_id: `e${round}-${index}`,
      properties: {},
    }));
    const answer = await fetch(`${url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${processes.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ events }),
    });
    expect(answer.status).toBe(200);
    return events.map(({ insert_id }) => insert_id);
  };

  it('counts every event once, and leaves no object that no batch names', async () => {
    const sent: string[] = [];
    let running = await processes.start();
    for (const [round, [of, times]] of places.entries()) {
      const reached = held(of, times);
      sent.push(...(await send(running.url, round)));
      await reached;
      await processes.kill(running);
      wire.decide = () => 'none';
      running = await processes.start();
      await processes.drained(running);
    }
    await processes.kill(running);
    const counted = await processes.warehouseIds();
    expect(counted.rows).toBe(sent.length);
    expect([...counted.distinct].toSorted()).toEqual(sent.toSorted());
    // An object of every day of every batch, each with its manifest and nothing besides.
    const names = await (await openObjectStore(server.location)).list('app/');
    const parts = names.filter((name) => name.includes('/part-'));
    const { rows } = await processes.test.database.pool.query<{ object: string }>(
      "SELECT jsonb_array_elements(objects) ->> 'object' AS object FROM bucket_batch",
    );
    expect(parts).toEqual(rows.map(({ object }) => object).toSorted());
    expect(names).toHaveLength(2 * parts.length);
  }, 300_000);
});
