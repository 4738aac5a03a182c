import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClosedBatch, Column, Snapshot } from '#libs/contracts';
import type { ObjectStore } from '#libs/objects';
import { BatchLoader } from '../src/load/batch-loader.js';
import { UnreadableData, type Warehouse } from '../src/warehouse.js';
import { event, storeBatch, type Row } from './batch.js';

export interface WarehouseUnderTest {
  readonly warehouse: Warehouse;
  readonly objects: ObjectStore;
  /** What its loader takes for neither TRUE nor FALSE: `no`, unless it takes words for truths. */
  readonly noTruth?: string;
  /** Any SELECT, its cells as text: the suite looks at tables that no statement of ours reads whole. */
  rows(sql: string): Promise<Readonly<Record<string, string | null>>[]>;
  close(): Promise<void>;
}

const loadedAt = new Date('2026-03-11T00:00:00Z');

const columns: readonly Column[] = [
  { name: 'id', type: 'integer' },
  { name: 'title', type: 'text' },
  { name: 'goal', type: 'integer' },
  { name: 'launched_at', type: 'timestamp' },
];

const snapshot = (over: Partial<Snapshot> = {}): Snapshot => ({
  source: 'shop',
  table: 'projects',
  day: '2026-03-01',
  columns,
  key: ['id'],
  mode: 'full',
  retention_days: 30,
  entity: null,
  ...over,
});

const project = (id: number, goal: number | string, over: Row = {}): Row => ({
  id,
  title: `Project ${id}`,
  goal,
  launched_at: '2026-02-01T10:00:00.123456',
  ...over,
});

/** What every engine does with what is loaded into it. */
export function warehouseConformance(name: string, make: () => Promise<WarehouseUnderTest>): void {
  describe(`${name} as the warehouse`, () => {
    let made: WarehouseUnderTest;
    let loader: BatchLoader;
    let sequence = 0;

    beforeAll(async () => {
      made = await make();
      await made.warehouse.open();
      loader = new BatchLoader(made.warehouse, made.objects);
    });
    afterAll(async () => {
      await made.warehouse.close();
      await made.close();
    });

    const batchOf = (table: string, rows: readonly Row[], over?: Partial<ClosedBatch>): Promise<ClosedBatch> =>
      storeBatch(made.objects, ++sequence, table, rows, over);
    const loadAll = async (...batches: ClosedBatch[]) => {
      const loaded = await loader.loadNext(batches, loadedAt);
      return loaded.flatMap(({ quarantined }) => quarantined);
    };
    const load = async (...given: Parameters<typeof batchOf>) => loadAll(await batchOf(...given));
    const loadSnapshot = (shape: Snapshot, rows: readonly Row[]) => load(shape.table, rows, { snapshot: shape });
    const count = async (sql: string): Promise<number> =>
      Number((await made.rows(`SELECT count(*) AS n FROM ${sql}`))[0]?.['n']);

    it('says what it is, and only while it is open', async () => {
      expect(made.warehouse.engine).toMatch(/^\w+ v?\d+/);
      expect(made.warehouse.held).toBe(true);
      await made.warehouse.close();
      await expect(made.warehouse.query('load/find_last_loaded')).rejects.toMatchObject({ kind: 'unavailable' });
      await made.warehouse.open();
      await made.warehouse.open();
      expect((await made.warehouse.query('load/find_last_loaded')).rows).toEqual([{ sequence: 0 }]);
    });

    it('undoes all of a transaction that fails', async () => {
      const values = { batch: 99, sequence: 99, loaded_rows: 0, loaded_at: loadedAt };
      const failing = made.warehouse.transaction(async (session) => {
        await session.query('load/insert_loaded_batch', values);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await loader.lastLoaded()).toBe(0);
    });

    it('loads events whole, each once, also when the same batch comes again', async () => {
      const batch = await batchOf('event', [event(1), event(2), event(1)]);
      expect(await loadAll(batch)).toEqual([]);
      expect(await loadAll(batch)).toEqual([]);
      expect(await load('event', [event(2), event(3, { ip: '8.8.8.8', ip4: 134_744_072, insert_id: 'x' })])).toEqual(
        [],
      );
      expect(await count('event')).toBe(3);
      expect(await loader.lastLoaded()).toBe(2);
      const [first] = await made.rows(
        "SELECT name, properties, CAST(time AS VARCHAR) AS time FROM event WHERE distinct_id = 'v1'",
      );
      expect(first).toMatchObject({ name: 'Page View', time: '2026-03-10 12:00:00.001' });
      expect(JSON.parse(first?.['properties'] ?? '')).toEqual({ path: '/é"\\\n\t', n: 1 });
      expect(
        await made.rows("SELECT CAST(ip4 AS VARCHAR) AS ip4, ip, ip6, insert_id FROM event WHERE distinct_id = 'v3'"),
      ).toEqual([{ ip4: '134744072', ip: '8.8.8.8', ip6: null, insert_id: 'x' }]);
    });

    it('leaves bad lines aside by number, and loads the rest', async () => {
      const bad = [
        event(11),
        event(12, { live: 'yes' }),
        event(13, { identity: 'short' }),
        event(14, { properties: [] }),
      ];
      const surrogate = event(15, { properties: { text: '\ud800' } });
      const quarantined = await load('event', [...bad, surrogate, event(16)]);
      expect(quarantined.map(({ line, rule }) => [line, rule])).toEqual([
        [2, 'live'],
        [3, 'identity'],
        [4, 'properties'],
        [5, 'properties'],
      ]);
      expect(await count("event WHERE distinct_id IN ('v11', 'v16')")).toBe(2);
      expect(await count('quarantine')).toBe(4);
      expect(await made.objects.list('loading/')).toEqual([]);
    });

    it('takes batches of the log together, and alone where one of them cannot be read', async () => {
      const [one, two] = [
        await batchOf('event', [event(31), event(32)]),
        await batchOf('event', [event(32), event(33)]),
      ];
      expect((await loader.loadNext([one, two], loadedAt)).map(({ batch }) => batch.sequence)).toEqual([
        one.sequence,
        two.sequence,
      ]);
      expect(await count("event WHERE distinct_id IN ('v31', 'v32', 'v33')")).toBe(3);
      const good = await batchOf('event', [event(34)]);
      const bad = await batchOf('event', [event(35, { live: made.noTruth ?? 'no' }), event(36)]);
      const both = await loader.loadNext([good, bad], loadedAt);
      expect(both).toEqual([{ batch: good, quarantined: [] }]);
      const [last] = await loader.loadNext([bad], loadedAt);
      expect(last?.quarantined).toMatchObject([{ line: 1, rule: 'live' }]);
      expect(await count("event WHERE distinct_id IN ('v34', 'v35', 'v36')")).toBe(2);
      expect(await loader.lastLoaded()).toBe(bad.sequence);
    });

    it.each(['missing', 'damaged'])(
      'takes of batches together those before one that is %s, which is next',
      async (how) => {
        const rows = [40, 41, 42, 43].map((n) => event(n + (how === 'missing' ? 0 : 10)));
        const [one, two, bad, after] = await Promise.all(rows.map((row) => batchOf('event', [row])));
        const all = [one!, two!, bad!, after!];
        const name = bad!.objects[0]!.object;
        const bytes = await made.objects.read(name);
        if (how === 'missing') await made.objects.delete(name);
        else await made.objects.put(name, gzipSync('{"identity"\n'));
        expect((await loader.loadNext(all, loadedAt)).map(({ batch }) => batch)).toEqual([one, two]);
        const rest = all.slice(2);
        if (how === 'missing') {
          await expect(loader.loadNext(rest, loadedAt)).rejects.toMatchObject({ kind: 'not_found' });
          await made.objects.put(name, bytes);
          expect((await loader.loadNext(rest, loadedAt)).map(({ batch }) => batch)).toEqual(rest);
        } else {
          expect(await loader.loadNext(rest, loadedAt)).toMatchObject([{ batch: bad, quarantined: [{ line: 1 }] }]);
          expect(await loader.loadNext([after!], loadedAt)).toEqual([{ batch: after, quarantined: [] }]);
        }
      },
    );

    it('places the rows of an import where its transaction was', async () => {
      const { log_transaction: _, ...row } = event(21);
      await load('event', [row], { log_transaction: 1_234 });
      expect(await count("event WHERE distinct_id = 'v21' AND log_transaction = 1234 AND log_position = 21")).toBe(1);
    });

    it('refuses to copy a line that is not what the columns say', async () => {
      await made.objects.put('loading/odd.json', '{"id":"no number"}\n');
      const copied = made.warehouse.transaction(async (session) => {
        await session.query('snapshot/drop_staged');
        await session.query('staging/create_staged', {}, { table: 'staged_snapshot', columns: '"id" BIGINT' });
        await session.copy({ table: 'staged_snapshot', columns: [{ name: 'id', type: 'integer', required: true }] }, [
          'loading/odd.json',
        ]);
      });
      await expect(copied).rejects.toBeInstanceOf(UnreadableData);
      await made.objects.delete('loading/odd.json');
    });

    const goals = (day: string): Promise<Readonly<Record<string, string | null>>[]> =>
      made.rows(
        `SELECT CAST(id AS VARCHAR) AS id, CAST(goal AS VARCHAR) AS goal FROM snapshot.shop_projects WHERE snapshot_on = '${day}' ORDER BY shop_projects.id`,
      );

    it('keeps a table as it was on a day, to the microsecond and the last digit', async () => {
      expect(await loadSnapshot(snapshot(), [project(1, 100), project(2, '9007199254740993')])).toEqual([]);
      expect(await goals('2026-03-01')).toEqual([
        { id: '1', goal: '100' },
        { id: '2', goal: '9007199254740993' },
      ]);
      const [row] = await made.rows(
        'SELECT CAST(launched_at AS VARCHAR) AS at FROM snapshot.shop_projects WHERE id = 1',
      );
      expect(row).toEqual({ at: '2026-02-01 10:00:00.123456' });
    });

    it('puts a snapshot of the same day in the place of the one before', async () => {
      await loadSnapshot(snapshot(), [project(1, 150)]);
      expect(await goals('2026-03-01')).toEqual([{ id: '1', goal: '150' }]);
    });

    it('makes a day of what changed and of the day before', async () => {
      await loadSnapshot(snapshot({ day: '2026-03-02' }), [project(1, 150), project(2, 200), project(3, 300)]);
      await loadSnapshot(snapshot({ day: '2026-03-03', mode: 'delta' }), [project(2, 222), project(4, 400)]);
      expect(await goals('2026-03-03')).toEqual([
        { id: '1', goal: '150' },
        { id: '2', goal: '222' },
        { id: '3', goal: '300' },
        { id: '4', goal: '400' },
      ]);
      expect(await goals('2026-03-02')).toHaveLength(3);
    });

    it('grows with the table: a new column, a wider type', async () => {
      const grown = columns.map((column): Column =>
        column.name === 'goal' ? { name: 'goal', type: 'decimal(12,2)' } : column,
      );
      const shape = snapshot({ day: '2026-03-04', columns: [...grown, { name: 'zone', type: 'text' }] });
      expect(await loadSnapshot(shape, [project(1, '1.25', { zone: 'UTC' })])).toEqual([]);
      expect(await goals('2026-03-04')).toEqual([{ id: '1', goal: '1.25' }]);
      expect(await goals('2026-03-02')).toContainEqual({ id: '3', goal: '300.00' });
      expect(await made.rows("SELECT zone FROM snapshot.shop_projects WHERE snapshot_on = '2026-03-04'")).toEqual([
        { zone: 'UTC' },
      ]);
      expect(await loadSnapshot(snapshot({ day: '2026-03-05' }), [project(1, 5)])).toEqual([]);
      expect(await goals('2026-03-05')).toEqual([{ id: '1', goal: '5.00' }]);
    });

    it('changes nothing where a type or a key contradicts the table, and says what', async () => {
      const contradicting = columns.map((column): Column =>
        column.name === 'title' ? { name: 'title', type: 'integer' } : column,
      );
      const typed = snapshot({ day: '2026-03-06', columns: contradicting });
      expect(await loadSnapshot(typed, [project(1, 5, { title: 7 })])).toEqual([
        expect.objectContaining({ line: 0, rule: 'type_conflict', text: 'title: text became integer' }),
      ]);
      expect(await loadSnapshot(snapshot({ day: '2026-03-06' }), [project(1, 5), project(1, 6)])).toEqual([
        expect.objectContaining({ rule: 'key' }),
      ]);
      expect(await goals('2026-03-06')).toEqual([]);
      expect(await count("snapshot_load WHERE snapshot_on = '2026-03-06'")).toBe(0);
      expect(await loader.lastLoaded()).toBe(sequence);
    });

    it('lets go of old days, and keeps the latest', async () => {
      await loadSnapshot(snapshot({ day: '2026-04-02' }), [project(9, 9)]);
      expect(await goals('2026-03-02')).toEqual([]);
      expect(await goals('2026-03-03')).toHaveLength(4);
    });

    it('reads a mapped table as an entity, by its newest snapshot', async () => {
      const map = { project_id: 'id', name: 'title', goal: 'goal', launched_at: 'launched_at' };
      const mapped = (day: string) => snapshot({ table: 'mapped', day, entity: { name: 'project', map } });
      const typed = mapped('2026-03-02');
      await loadSnapshot(typed, [project(1, 100), project(2, 200)]);
      await loadSnapshot(mapped('2026-03-03'), [project(2, 250)]);
      await loadSnapshot(typed, [project(1, 100)]);
      const read = () => made.rows('SELECT project_id, name, CAST(goal AS VARCHAR) AS goal, state FROM project');
      expect(await read()).toEqual([{ project_id: '2', name: 'Project 2', goal: '250', state: null }]);
      const twice = { ...mapped('2026-03-04'), key: [] };
      expect(await loadSnapshot(twice, [project(3, 1), project(3, 2)])).toEqual([
        expect.objectContaining({ rule: 'entity_key' }),
      ]);
      expect(await read()).toHaveLength(1);
    });
  });
}
