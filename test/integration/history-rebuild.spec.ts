import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '#libs/contracts';
import { cutting, describeHistories, eventRow, someRows, type HistoryWorker } from '../support/history.js';

const states = async (worker: HistoryWorker): Promise<string[]> =>
  (await worker.generations.list()).map(({ generation, state }) => `${generation} ${state}`);

/** A job's row: a build whose job has ended is given up. */
async function job(worker: HistoryWorker): Promise<string> {
  const id = newId(worker.clock);
  await worker.database.query('job/insert_job', {
    id,
    name: 'history_rebuild',
    deduplication_key: id,
    payload: '{}',
    created_by: 'test',
    created_at: new Date(worker.clock.now()),
  });
  return id;
}

const cancel = (worker: HistoryWorker, id: string): Promise<unknown> =>
  worker.database.pool.query(`UPDATE job SET state = 'cancelled' WHERE id = $1`, [id]);

describeHistories((start) => {
  let worker: HistoryWorker;
  beforeEach(async () => {
    worker = await start();
    await worker.write('event', someRows(0, 25));
    await worker.write('event', someRows(25, 45));
    await worker.settle();
  });
  afterEach(() => worker.close());

  const ids = (to: number): string[] => someRows(0, to).map(({ identity }) => identity);

  describe('a rebuild', () => {
    it('makes the same history, with what arrives meanwhile, and no question meets a gap', async () => {
      const lease = await worker.lease();
      const running = worker.rebuild.run(worker.run(await job(worker)));
      let seen = 45;
      let done = false;
      void running.finally(() => (done = true)).catch(() => undefined);
      for (let next = 45; !done; next++) {
        if (next < 60) await worker.write('event', [eventRow(next)]);
        await worker.settle(lease);
        const found = (await worker.ids()).length;
        expect(found).toBeGreaterThanOrEqual(seen);
        seen = found;
      }
      await worker.settle(lease);
      const result = await running;
      expect(result).toMatchObject({ generation: 2, documents: expect.any(Number) });
      expect(await states(worker)).toEqual(['1 retired', '2 live']);
      await worker.write('event', [eventRow(100)]);
      await worker.settle(lease);
      expect(await worker.ids()).toEqual([...ids(seen), eventRow(100).identity]);
    });

    it('takes again what was refused, once', async () => {
      await worker.write('event', [eventRow(50, { time: worker.clock.now() + 60 * 86_400_000 })]);
      await worker.settle();
      const running = worker.rebuild.run(worker.run(await job(worker)));
      const lease = await worker.lease();
      let done = false;
      void running.finally(() => (done = true)).catch(() => undefined);
      while (!done) await worker.settle(lease);
      await running;
      const { rows } = await worker.database.pool.query('SELECT generation FROM history_refused ORDER BY generation');
      expect(rows).toEqual([{ generation: 1 }, { generation: 2 }]);
    });

    it('is given up with its job, and the next one begins anew', async () => {
      const first = await job(worker);
      const run = worker.run(first, () => Promise.reject(new Error('claimed by another')));
      await expect(worker.rebuild.run(run)).rejects.toThrow('claimed by another');
      expect(await states(worker)).toEqual(['1 live', '2 building']);
      await cancel(worker, first);
      worker.clock.time += 11 * 60_000;
      await worker.settle();
      expect(await states(worker)).toEqual(['1 live', '2 retired']);
      worker.clock.time += 20 * 60_000;
      const second = await job(worker);
      const stopping = worker.run(second);
      const running = worker.rebuild.run(stopping);
      const lease = await worker.lease();
      let done = false;
      void running.finally(() => (done = true)).catch(() => undefined);
      while (!done) await worker.settle(lease);
      expect(await running).toMatchObject({ generation: 3, documents: 45 });
      expect(await worker.opened.index.has(2)).toBe(false);
      worker.clock.time += 20 * 60_000;
      await worker.settle();
      expect(await worker.opened.index.has(1)).toBe(false);
      expect(await states(worker)).toEqual(['3 live']);
      expect(await worker.ids()).toEqual(ids(45));
    });

    it('waits for the sink until it is stopped, and goes on from there', async () => {
      const id = await job(worker);
      const run = worker.run(id);
      const running = worker.rebuild.run(run);
      while (!(await states(worker)).includes('2 built')) await new Promise((resolve) => setTimeout(resolve, 10));
      run.abort();
      await expect(running).rejects.toThrow('stopped');
      expect(await states(worker)).toEqual(['1 live', '2 built']);
      await worker.settle();
      expect(await states(worker)).toEqual(['1 retired', '2 live']);
      expect(await worker.rebuild.run(worker.run(id))).toEqual({ generation: 2, documents: 45, batches: 2 });
    });
  });
});

describeHistories((start) => {
  it('a rebuild that is killed at any moment and started again gives the same documents', async () => {
    const cuts = cutting();
    const worker = await start(cuts.wrap);
    const settled = async (): Promise<void> => {
      while (
        !(await worker.settle().then(
          () => true,
          () => false,
        ))
      );
    };
    try {
      await worker.write('event', someRows(0, 33));
      await worker.write('event', someRows(30, 50));
      await settled();
      const id = await job(worker);
      let holds = 0;
      const hold = (): Promise<void> => (holds++ % 2 === 0 ? Promise.reject(new Error('killed')) : Promise.resolve());
      while (!(await states(worker)).includes('2 built')) {
        const run = worker.run(id, hold);
        const progress = (_done: number, _total: number | null, note = ''): void => {
          if (note.startsWith('Waiting')) run.abort();
        };
        await expect(worker.rebuild.run({ ...run, progress })).rejects.toThrow(/killed|cut short|stopped/);
      }
      await settled();
      const result = await worker.rebuild.run(worker.run(id));
      expect(result.documents).toBe(50);
      expect(await worker.ids()).toEqual(someRows(0, 50).map(({ identity }) => identity));
    } finally {
      await worker.close();
    }
  });
});
