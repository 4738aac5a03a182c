import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openObjectStore, type ObjectStore } from '#libs/objects';
import { EventProcesses } from '../support/event-processes.js';
import { s3Credentials, s3Servers, type S3Server } from '../support/s3.js';

const kills = 4;
const senders = 6;
const batch = 20;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

// s3rver shares this process with the senders; what a kill leaves on S3 is held to an answer in crash-upload.spec.ts.
const stores = [{ name: 'a folder', start: undefined }, ...s3Servers.slice(1)];

describe.each(stores)('kill -9 under load, with buckets in $name', (kind) => {
  let server: S3Server | undefined;
  let processes: EventProcesses;
  let objects: ObjectStore;

  beforeAll(async () => {
    server = await kind.start?.();
    processes = await EventProcesses.open(server === undefined ? {} : { BUCKET_URL: server.url, ...s3Credentials });
    const folder = { kind: 'folder', path: `${processes.folder}/buckets` } as const;
    objects = await openObjectStore(server?.location ?? folder);
  });
  afterAll(async () => {
    await processes.close();
    await server?.close();
  });

  it('finds every acknowledged event in the warehouse exactly once', async () => {
    const acknowledged = new Set<string>();
    let current = await processes.start();
    let sending = true;
    let cutShort = 0;
    let next = 0;

    /** Sends until told to stop; a batch that was not acknowledged is sent again, as a client does. */
    const sender = async (): Promise<void> => {
      while (sending) {
        const ids = Array.from({ length: batch }, () => `e${next++}`);
        const body = JSON.stringify({
          events: ids.map((insert_id) => ({
            event: 'Page View',
            distinct_id: insert_id,
            // Of three days, so that a batch has several objects.
            time: Date.now() - (Number(insert_id.slice(1)) % 3) * 86_400_000,
            insert_id,
            properties: { page: '/', filler: 'x'.repeat(200) },
          })),
        });
        for (let attempt = 0; attempt < 600; attempt++) {
          const status = await fetch(`${current.url}/v1/events`, {
            method: 'POST',
            headers: { authorization: `Bearer ${processes.token}`, 'content-type': 'application/json' },
            body,
          }).then(
            async (response) => (await response.text(), response.status),
            () => 0,
          );
          if (status === 200) {
            for (const id of ids) acknowledged.add(id);
            break;
          }
          await pause(50);
        }
      }
    };
    const load = Promise.all(Array.from({ length: senders }, sender));

    // Until some have cut a batch short, which a quick machine has open for a moment only.
    for (let round = 0; round < kills || cutShort === 0; round++) {
      const before = await processes.loadedRows();
      // Each kill falls on other work: after more events, and while both sinks are in the middle of many batches.
      while ((await processes.loadedRows()) < before + 800 + round * 350) await pause(25);
      await pause(round * 13);
      while ((await processes.openBatches()) === 0) await pause(1);
      await processes.kill(current);
      cutShort += await processes.openBatches();
      current = await processes.start();
    }
    sending = false;
    await load;
    await processes.drained(current);
    await processes.kill(current);

    const counted = await processes.warehouseIds();
    expect(acknowledged.size).toBeGreaterThan(5_000);
    expect(counted.rows).toBe(counted.distinct.size);
    expect([...acknowledged].filter((id) => !counted.distinct.has(id))).toEqual([]);
    // What was written, and not acknowledged before the kill, was sent again and counts once too.
    expect([...counted.distinct].filter((id) => !acknowledged.has(id))).toEqual([]);
    expect(await processes.openBatches()).toBe(0);
    const days = (await objects.list('app/event/')).map((name) => name.split('/')[2]);
    expect(new Set(days).size).toBeGreaterThanOrEqual(3);
  }, 300_000);
});
