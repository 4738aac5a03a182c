import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WarehouseUnderTest } from './conformance.js';

const question =
  'SELECT COUNT(*) FROM integers AS one, integers AS two, integers AS three WHERE one.n + two.n + three.n < 0';
/** It would take years. */
const endless = ['ask/select_limited', {}, { question, rows: 1 }] as const;
/** As many as PostgreSQL has connections: what stops them needs none of these. */
const atOnce = 4;

/** What every engine does when nobody waits for a statement of ours any more. */
export function stoppingConformance(name: string, make: () => Promise<WarehouseUnderTest>): void {
  describe(`${name}, when nobody waits any more`, () => {
    let made: WarehouseUnderTest;
    beforeAll(async () => {
      made = await make();
      await made.warehouse.open();
    });
    afterAll(async () => {
      await made.warehouse.close();
      await made.close();
    });

    const leaving = (): AbortSignal => {
      const leave = new AbortController();
      setTimeout(() => leave.abort(new Error('gone')), 100);
      return leave.signal;
    };
    const last = async (): Promise<unknown> => (await made.warehouse.query('load/find_last_loaded')).rows;

    it('stops what it is at, and answers the next', async () => {
      const asked = Array.from({ length: atOnce }, () => made.warehouse.query(...endless, leaving()));
      for (const ended of await Promise.allSettled(asked))
        expect(ended).toMatchObject({ status: 'rejected', reason: { message: 'gone' } });
      expect(await last()).toEqual([{ sequence: 0 }]);
    });

    it('begins nothing', async () => {
      const gone = AbortSignal.abort(new Error('gone'));
      await expect(made.warehouse.query('load/find_last_loaded', {}, {}, gone)).rejects.toThrow('gone');
    });

    it('undoes the transaction, and has another one', async () => {
      const values = { batch: 98, sequence: 98, loaded_rows: 0, loaded_at: new Date('2026-03-11T00:00:00Z') };
      const stopped = made.warehouse.transaction(async (session) => {
        await session.query('load/insert_loaded_batch', values);
        await session.query(...endless);
      }, leaving());
      await expect(stopped).rejects.toThrow('gone');
      const again = await made.warehouse.transaction((session) => session.query('load/find_last_loaded'));
      expect(again.rows).toEqual([{ sequence: 0 }]);
    });
  });
}
