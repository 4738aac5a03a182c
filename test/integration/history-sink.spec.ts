import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { cutting, dayMs, describeHistories, eventRow, idOf, now, someRows, HistoryWorker } from '../support/history.js';

interface RefusedRow {
  readonly object: string;
  readonly line: number;
  readonly rule: string;
  readonly text: string | null;
}

describeHistories((start) => {
  let worker: HistoryWorker;
  beforeEach(async () => {
    worker = await start();
  });
  afterEach(() => worker.close());

  const refused = async (): Promise<RefusedRow[]> => {
    const { rows } = await worker.database.pool.query('SELECT * FROM history_refused ORDER BY object, line');
    return rows as RefusedRow[];
  };

  describe('the sink', () => {
    it('takes in what is closed, each document once, in portions of any size', async () => {
      await worker.write('event', someRows(0, 25));
      await worker.settle();
      await worker.write('event', [...someRows(20, 30), eventRow(0)]);
      expect(await worker.sink.lag()).toEqual({ rows: 11, seconds: 0 });
      await worker.settle();
      expect(await worker.ids()).toEqual(someRows(0, 30).map(({ identity }) => identity));
      expect(await worker.sink.lag()).toEqual({ rows: 0, seconds: 0 });
      expect(await (await worker.sink.mark())()).toBe(true);
    });

    it('goes through a batch again without a change', async () => {
      await worker.write('event', someRows(0, 25));
      await worker.settle();
      await worker.database.pool.query('UPDATE history_generation SET sequence = 0, lines = 0');
      await worker.settle();
      expect(await worker.ids()).toHaveLength(25);
    });

    it('reads assessments and outcomes, and passes other tables by', async () => {
      const pledge = { pledge_id: 'p1', base_amount: 500, live: true };
      const assessment = { ...pledge, revision: 1, risk_score: 12, risk_level: 'normal', disposition: 'accept' };
      await worker.write('pledge_assessment', [
        {
          ...assessment,
          time: now,
          origin: 'import',
          ip: '192.0.2.9',
          card: 'c1',
          reason_codes: ['R'],
          backer_id: 'b1',
        },
        { ...assessment, revision: 2, time: now, origin: 'import' },
        { ...assessment, time: now, origin: 'again' },
      ]);
      const outcome = { ...pledge, outcome_id: 'o1', kind: 'charged_back', category: 'fraud', reason_code: '10.4' };
      await worker.write('pledge_outcome', [
        { ...outcome, amount: 500, currency: 'EUR', occurred_at: now - 1_000, known_at: now },
      ]);
      await worker.write('pledge', [
        {
          pledge_id: 'p1',
          backer_id: null,
          project_id: null,
          amount: 1,
          currency: 'EUR',
          base_amount: 1,
          time: now,
          live: true,
        },
      ]);
      await worker.settle();
      const { documents } = await worker.opened.history.list({ live: true, from: 0, to: now + dayMs }, 10);
      expect(documents.map(({ kind, revision, category }) => [kind, revision, category])).toEqual(
        expect.arrayContaining([
          ['assessment', 1, null],
          ['assessment', 2, null],
          ['outcome', null, 'fraud'],
        ]),
      );
      expect(documents).toHaveLength(3);
      const first = documents.find(({ card }) => card === 'c1');
      expect(first).toMatchObject({ country: 'FR', actors: ['b1'], reasons: ['R'], source: 'app' });
    });

    it('sets lines aside that make no document, once, and takes the others', async () => {
      const card = '4111 1111 1111 1111';
      const lines = [
        JSON.stringify(eventRow(0)),
        '{"broken',
        JSON.stringify({ ...eventRow(1), time: 'yesterday' }),
        JSON.stringify({ ...eventRow(2), time: now + 60 * dayMs }),
        JSON.stringify({ ...eventRow(3), identity: card }),
        JSON.stringify(eventRow(4)),
      ];
      await worker.write('event', [eventRow(9)]);
      const object = await worker.firstObject();
      await worker.objects.put(object, gzipSync(lines.join('\n')));
      for (let times = 0; times < 2; times++) {
        await worker.settle();
        await worker.database.pool.query('UPDATE history_generation SET sequence = 0, lines = 0');
      }
      expect(await worker.ids()).toEqual([idOf(0), idOf(4)]);
      expect((await refused()).map(({ line, rule, text }) => [line, rule, text?.slice(0, 8) ?? null])).toEqual([
        [0, 'checksum', ''],
        [2, 'json', '{"broken'],
        [3, 'time', '{"identi'],
        [4, 'time', '{"identi'],
        [5, 'identity', null],
      ]);
      expect(worker.refused).toBe(5);
    });

    it('takes what a broken object still gives', async () => {
      await worker.write('event', someRows(0, 200));
      const object = await worker.firstObject();
      const bytes = await worker.objects.read(object);
      await worker.objects.put(object, bytes.subarray(0, bytes.length / 2));
      await worker.settle();
      const found = await worker.ids();
      expect(found.length).toBeGreaterThan(10);
      expect(found.length).toBeLessThan(200);
      expect((await refused()).map(({ rule, line }) => [rule, line])).toEqual([['gzip', found.length + 1]]);
    });

    it('waits for an object that is missing, and lets nothing past it', async () => {
      await worker.write('event', someRows(0, 5));
      const object = await worker.firstObject();
      const bytes = await worker.objects.read(object);
      await worker.objects.delete(object);
      await worker.write('event', someRows(5, 10));
      await expect(worker.settle()).rejects.toMatchObject({ kind: 'not_found' });
      expect(await worker.ids()).toEqual([]);
      expect((await worker.sink.lag()).rows).toBe(10);
      await worker.objects.put(object, bytes);
      await worker.settle();
      expect(await worker.ids()).toHaveLength(10);
    });

    it('writes nothing down once another worker has claimed it', async () => {
      const old = await worker.lease();
      await worker.lease();
      await worker.write('event', someRows(0, 5));
      await expect(worker.settle(old)).rejects.toThrow('Another worker');
      expect((await worker.generations.live()).sequence).toBe(0);
      await worker.settle();
      expect(await worker.ids()).toHaveLength(5);
    });

    it('fills a store anew that has lost everything, and says so', async () => {
      await worker.write('event', someRows(0, 15));
      await worker.settle();
      const { generation } = await worker.generations.live();
      await worker.database.pool.query('DELETE FROM history_published');
      await worker.opened.index.keep([], '2020-01');
      expect(await worker.opened.index.has(generation)).toBe(false);
      await worker.settle();
      expect(worker.restarts).toBe(1);
      expect(await worker.ids()).toHaveLength(15);
    });

    it('keeps so many months', async () => {
      const old = Date.parse('2025-01-31T23:59:59Z');
      const kept = Date.parse('2025-02-01T00:00:00Z');
      await worker.write('event', [eventRow(1, { time: old }), eventRow(2, { time: kept }), eventRow(3)]);
      await worker.settle();
      expect(await worker.ids()).toEqual([idOf(3), idOf(2)]);
      worker.clock.time = Date.parse('2026-04-02T00:00:00Z');
      await worker.settle();
      expect(await worker.ids()).toEqual([idOf(3)]);
      expect(await refused()).toEqual([]);
    });
  });
});

describeHistories((start) => {
  it('cut short before and after any write, it goes on to the same documents', async () => {
    const cuts = cutting();
    const worker = await start(cuts.wrap);
    try {
      await worker.write('event', someRows(0, 35));
      await worker.write('event', someRows(30, 47));
      while (
        !(await worker.settle().then(
          () => true,
          () => false,
        ))
      );
      expect(cuts.count).toBeGreaterThan(10);
      expect(await worker.ids()).toEqual(someRows(0, 47).map(({ identity }) => identity));
    } finally {
      await worker.close();
    }
  });
});

it('the sink writes fewer lines together where they are long', async () => {
  const portions: number[] = [];
  const worker = await HistoryWorker.start(undefined, (opened) => {
    const { index } = opened;
    const write: typeof index.write = (target, documents, context) => {
      portions.push(documents.length);
      return index.write(target, documents, context);
    };
    return { ...opened, index: Object.assign(Object.create(index) as typeof index, { write }) };
  });
  try {
    const long = 'word '.repeat(180_000);
    await worker.write(
      'event',
      someRows(0, 8).map((row) => ({ ...row, properties: { long } })),
    );
    await worker.settle();
    expect(portions).toEqual([5, 3]);
    expect(await worker.ids()).toHaveLength(8);
  } finally {
    await worker.close();
  }
});
