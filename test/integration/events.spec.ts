import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NewEvent } from '#libs/contracts';
import { EventLog, EventPartitions, identityOf } from '#libs/events';
import { createPool, Database } from '#libs/postgres';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { event as made, TestClock } from '../support/pipeline.js';

const start = Date.parse('2026-03-10T12:00:00Z');
const dayMs = 86_400_000;

const event = (over: Partial<NewEvent> = {}): NewEvent =>
  made({ time: start, insert_id: 'i1', properties: { page: '/' }, ...over });

describe('the event log', () => {
  let test: TestDatabase;
  let clock: TestClock;
  let partitions: EventPartitions;
  let log: EventLog;

  beforeAll(async () => {
    test = await testDatabase();
    clock = new TestClock(start);
    partitions = new EventPartitions(test.database, clock, { identityRetentionDays: 90, bodyRetentionDays: 7 });
    log = new EventLog(test.database, clock, partitions);
    await partitions.make();
  });
  afterAll(() => test.close());

  const bodies = async (): Promise<{ distinct_id: string; properties: string; log_position: number }[]> =>
    test.database.query('event/list_batch', {
      after_transaction: '0',
      after_position: 0,
      last_transaction: '9223372036854775807',
      last_position: 0,
    });

  it('commits what many callers append at once in few transactions, each event once', async () => {
    const before = await transactions();
    const calls = Array.from({ length: 200 }, (_, call) =>
      log.append([
        event({ distinct_id: `c${call}`, insert_id: 'a' }),
        event({ distinct_id: `c${call % 100}`, insert_id: 'shared' }),
      ]),
    );
    const results = await Promise.all(calls);
    expect(results.reduce((sum, one) => sum + one.accepted, 0)).toBe(300);
    expect(results.reduce((sum, one) => sum + one.repeated, 0)).toBe(100);
    expect((await bodies()).length).toBe(300);
    expect((await transactions()) - before).toBeLessThan(20);
  });

  const transactions = async (): Promise<number> => {
    const { rows } = await test.database.pool.query('SELECT count(DISTINCT transaction)::int AS count FROM event_body');
    return rows[0].count;
  };

  it('counts a repeat once the next day, and ever after', async () => {
    const one = event({ insert_id: 'tomorrow' });
    expect(await log.append([one])).toEqual({ accepted: 1, repeated: 0 });
    clock.time = start + dayMs;
    await partitions.make();
    expect(await log.append([{ ...one, properties: { page: '/other' } }])).toEqual({ accepted: 0, repeated: 1 });
    clock.time = start + 89 * dayMs;
    await partitions.make();
    await partitions.drop();
    expect(await log.append([one])).toEqual({ accepted: 0, repeated: 1 });
    clock.time = start;
  });

  it('tells events apart by every part of their identity, and by their whole body without an insert_id', async () => {
    const base = event({ insert_id: 'apart' });
    const others = [
      { ...base, source: 'other' },
      { ...base, event: 'Pledge' },
      { ...base, distinct_id: 'v2' },
      { ...base, time: start + 1 },
      { ...base, insert_id: 'apart2' },
      { ...base, live: false },
    ];
    const { insert_id: _, ...bare } = base;
    const bodies = [
      bare,
      { ...bare, properties: { page: '/x' } },
      { ...bare, ip: '1.1.1.1' },
      { ...bare, properties: { a: 1, page: '/' } },
    ];
    expect(new Set([base, ...others, ...bodies].map(identityOf)).size).toBe(11);
    expect(identityOf({ ...bare, properties: { page: '/', a: 1 } })).toBe(identityOf(bodies[3] ?? bare));
    expect(await log.append([base, ...others, ...bodies, ...bodies])).toEqual({ accepted: 11, repeated: 4 });
  });

  it('makes a day that is missing rather than refuse an event', async () => {
    clock.time = start + 200 * dayMs;
    expect(await log.append([event({ time: clock.time, insert_id: 'later' })])).toEqual({ accepted: 1, repeated: 0 });
    clock.time = start;
  });

  it('does not let one caller’s events fail those of another', async () => {
    const bad = log.append([event({ insert_id: 'bad', distinct_id: 'nul\0' })]);
    const good = Array.from({ length: 5 }, (_, index) => log.append([event({ insert_id: `good${index}` })]));
    await expect(bad).rejects.toThrow();
    expect(await Promise.all(good)).toEqual(good.map(() => ({ accepted: 1, repeated: 0 })));
  });

  it('takes part in a caller’s transaction', async () => {
    const rolledBack = test.database.transaction(async (transaction) => {
      await log.insert(transaction, [event({ insert_id: 'mine' })]);
      throw new Error('no');
    });
    await expect(rolledBack).rejects.toThrow('no');
    const insert = () =>
      test.database.transaction((transaction) => log.insert(transaction, [event({ insert_id: 'mine' })]));
    expect(await insert()).toEqual({ accepted: 1, repeated: 0 });
    expect(await insert()).toEqual({ accepted: 0, repeated: 1 });
  });

  it('promises nothing when Postgres is away', async () => {
    const pool = createPool('postgres://127.0.0.1:1/none', { max: 1, applicationName: 'test' });
    const away = new EventLog(new Database(pool, test.database.catalogue), clock, partitions);
    await expect(away.append([event()])).rejects.toMatchObject({ kind: 'unavailable', retryAfterSeconds: 5 });
    await pool.end();
  });
});
