import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openElastic, type OpenHistory } from '#libs/search';
import { day, document, now } from '../../libs/search/testing/documents.js';
import { BusyServer } from '../support/busy-server.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { describeWithElasticsearch, type TestElasticsearch } from '../support/elasticsearch.js';

const pace = { requestBytes: 4_096, requestsAtOnce: 2, firstPauseMs: 1, lastPauseMs: 20, tries: 4 };

describeWithElasticsearch('an Elasticsearch that has little room', (make) => {
  let server: TestElasticsearch;
  let busy: BusyServer;
  let database: TestDatabase;
  let opened: OpenHistory;
  beforeEach(async () => {
    server = make();
    busy = new BusyServer(server.url);
    database = await testDatabase();
    opened = await openElastic({ url: await busy.listen(), prefix: server.prefix }, { now: () => now }, pace);
    await opened.index.publish(1);
  });
  afterEach(async () => {
    await opened.close();
    await busy.close();
    await server.clean();
    await database.close();
  });

  const write = (from: number, to: number, signal = new AbortController().signal) => {
    const documents = Array.from({ length: to - from }, (_, index) => document(from + index));
    return database.database.transaction((transaction) =>
      opened.index.write({ generation: 1, isLive: true }, documents, { transaction, signal }),
    );
  };
  const count = (): Promise<number> => opened.index.count(1);

  it('is sent so many bytes at once, and no more', async () => {
    expect(await write(0, 200)).toEqual([]);
    expect(busy.mostAtOnce).toBe(2);
    expect(busy.bulks.length).toBeGreaterThan(10);
    // What is said before each document comes on top.
    expect(busy.largestBytes).toBeLessThan(2 * pace.requestBytes);
    expect(await count()).toBe(200);
  });

  it('is asked again when it had no room for a whole bulk', async () => {
    busy.room = ['none', 'none', 'all'];
    expect(await write(0, 5)).toEqual([]);
    expect(busy.bulks).toEqual([5, 5, 5]);
    expect(await count()).toBe(5);
  });

  it('is sent again only what it had no room for', async () => {
    busy.room = ['half', 'half', 'all'];
    expect(await write(0, 8)).toEqual([]);
    expect(busy.bulks).toEqual([8, 4, 2]);
    expect(await count()).toBe(8);
  });

  it('that stays full is told as such, and a repeat counts once', async () => {
    busy.room = ['half', 'none'];
    await expect(write(0, 8)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(busy.bulks).toEqual([8, 4, 4, 4]);
    expect(await count()).toBe(4);
    busy.room = ['all'];
    expect(await write(0, 8)).toEqual([]);
    expect(await count()).toBe(8);
  });

  it('is waited for no longer than the worker lives', async () => {
    busy.room = ['none'];
    const stop = new AbortController();
    stop.abort(new Error('the worker stops'));
    await expect(write(0, 8, stop.signal)).rejects.toThrow('the worker stops');
  });

  it('never makes an index by itself: what was lost is missed', async () => {
    await write(0, 5);
    await fetch(new URL(`/${server.prefix}-history-000001-2026.03`, server.url), { method: 'DELETE' });
    await expect(write(5, 8)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await opened.index.has(1)).toBe(false);
    // Asked again, it makes the month with its mapping.
    expect(await write(5, 8)).toEqual([]);
    expect((await opened.history.list({ live: true, from: now - day, to: now + day }, 1)).documents).toHaveLength(0);
    await server.refresh();
    expect((await opened.history.list({ live: true, from: now - day, to: now + day }, 9)).documents).toHaveLength(3);
  });
});
