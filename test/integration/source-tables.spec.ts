import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { noonOf, SourceTest } from '../support/sources.js';

const day = '2026-03-10';
const next = '2026-03-11';

describe('a table from day to day', () => {
  let sources: SourceTest;
  beforeAll(async () => {
    sources = await SourceTest.start(day);
  });
  afterEach(() => {
    sources.pipeline.clock.time = noonOf(day);
  });
  afterAll(() => sources.close());

  const define = (key: string, table: object) =>
    sources.define(
      key,
      { kind: 'files', location: `file:${sources.folder}/${key}` },
      { rows: { from: '*.csv', ...table } },
    );

  it('is there once for a day, until somebody asks again', async () => {
    sources.file('once/a.csv', 'id\n1\n');
    await define('once', {});
    const first = await sources.pull('once', 'rows');
    expect(first).toMatchObject({ state: 'done', warehouse: 'loaded' });
    sources.file('once/a.csv', 'id\n1\n2\n');
    expect(await sources.pull('once', 'rows')).toMatchObject({ id: first.id, attempt: 1, counts: { rows: 1 } });
    const again = await sources.pull('once', 'rows', { again: true });
    expect(again).toMatchObject({ attempt: 1, counts: { rows: 2 } });
    expect(again.id).not.toBe(first.id);
    // The job of the first one has not ended: it does nothing for another.
    expect(again.job_id).not.toBe(first.job_id);
    expect(await sources.rows('snapshot.once_rows')).toHaveLength(2);
    expect(await sources.pull('once', 'rows')).toMatchObject({ id: again.id });
  });

  it('gains columns, loses some, and widens', async () => {
    sources.file('grow/a.csv', 'id,gone\n1,x\n');
    const id = { name: 'id', type: 'integer' };
    await define('grow', { columns: [id] });
    await sources.pull('grow', 'rows');
    sources.pipeline.clock.time = noonOf(next);
    sources.file('grow/a.csv', 'id,new\n1.5,y\n');
    await define('grow', { columns: [{ ...id, type: 'decimal(10,1)' }] });
    await sources.pull('grow', 'rows');
    expect(await sources.rows('snapshot.grow_rows ORDER BY snapshot_on')).toEqual([
      { id: '1.0', gone: 'x', new: null, snapshot_on: day },
      { id: '1.5', gone: null, new: 'y', snapshot_on: next },
    ]);
  });

  it('is not taken when a column becomes of another type, or the key is none; and says so', async () => {
    sources.file('turn/a.csv', 'id,n\n1,5\n');
    await define('turn', { columns: [{ name: 'n', type: 'integer' }] });
    await sources.pull('turn', 'rows');
    await define('turn', { columns: [{ name: 'n', type: 'text' }] });
    const pull = await sources.pull('turn', 'rows', { again: true });
    expect(pull).toMatchObject({ state: 'done', warehouse: 'refused', refused: 'n: integer became text' });
    expect(await sources.rows('snapshot.turn_rows')).toEqual([{ id: '1', n: '5', snapshot_on: day }]);
    const { freshness } = await sources.sources.getTable('turn', 'rows');
    expect(freshness).toMatchObject({ day, rows: 1, latest: { id: pull.id, refused: pull.refused } });
    sources.file('turn/a.csv', 'id,n\n1,5\n1,6\n');
    await define('turn', { columns: [{ name: 'n', type: 'integer' }], key: ['id'] });
    const twice = await sources.pull('turn', 'rows', { again: true });
    expect(twice.refused).toMatch(/id is not a key/);
  });

  it('is the company’s projects, money in minor units to the digit', async () => {
    const lines = [
      'ID,name,currency,goal,launched,ends',
      '1,One,USD,1000.10,2026-01-01 10:00:00,2026-02-01',
      '2,Two,JPY,5000.00,2026-01-02 10:00:00,2026-02-02',
      '3,Three,KWD,1.005,1970-01-01 01:00:00,2026-02-03',
      '4,Four,USD,1.005,2026-01-01 10:00:00,2026-02-01',
      '5,Five,dollars,5,2026-01-01 10:00:00,2026-02-01',
      '6,Six,EUR,,2026-01-01 10:00:00,2026-02-01',
    ];
    sources.file('kick/a.csv', `${lines.join('\r\n')}\r\n`);
    await define('kick', {
      columns: [
        { name: 'goal', type: 'decimal(12,3)' },
        { name: 'launched', type: 'timestamp' },
        { name: 'ends', type: 'date' },
      ],
      entity: {
        name: 'project',
        map: {
          project_id: 'ID',
          name: 'name',
          currency: 'currency',
          goal: 'goal',
          launched_at: 'launched',
          deadline: 'ends',
        },
        set: { time_zone: 'Europe/Berlin' },
        amount_unit: 'major',
      },
    });
    const pull = await sources.pull('kick', 'rows');
    expect(pull).toMatchObject({ refused: null, counts: { rows: 4, quarantined: 2 } });
    expect(
      (await sources.pulls.quarantine('kick', pull.id)).map(({ line, field, rule }) => [line, field, rule]),
    ).toEqual([
      [5, 'goal', 'amount'],
      [6, 'currency', 'currency'],
    ]);
    expect(await sources.rows('project ORDER BY project_id')).toMatchObject([
      { project_id: '1', goal: '100010', launched_at: '2026-01-01 10:00:00', deadline: '2026-02-01 00:00:00' },
      { project_id: '2', goal: '5000', currency: 'JPY' },
      { project_id: '3', goal: '1005', time_zone: 'Europe/Berlin' },
      { project_id: '6', goal: null },
    ]);
  });

  it('takes the place of another that was the company’s, also when its day is an earlier one', async () => {
    const entity = { name: 'backer', map: { backer_id: 'id' } };
    sources.file('first/a.csv', 'id\nold\n');
    await define('first', { entity });
    await sources.pull('first', 'rows');
    await define('first', {});
    sources.file('second/2026-03-08.csv', 'id\nnew\n');
    sources.file('second/2026-03-07.csv', 'id\nolder\n');
    await define('second', { from: '{day}.csv', entity });
    await sources.pull('second', 'rows', { day: '2026-03-08' });
    expect(await sources.rows('backer')).toMatchObject([{ backer_id: 'new', snapshot_on: '2026-03-08' }]);
    await sources.pull('second', 'rows', { day: '2026-03-07' });
    expect(await sources.rows('backer')).toMatchObject([{ backer_id: 'new' }]);
  });

  it('is refused as what it does not fit', async () => {
    sources.file('misfit/a.csv', 'id,amount,day\n1,5,2026-01-01\n');
    const entity = { name: 'pledge', map: { pledge_id: 'id', amount: 'amount', pledged_at: 'day', state: 'none' } };
    await define('misfit', { entity });
    await expect(sources.pull('misfit', 'rows')).rejects.toMatchObject({
      problems: [
        { pointer: '/entity/map/amount', rule: 'type', detail: 'amount is integer and amount is text' },
        { pointer: '/entity/map/state', rule: 'column', detail: 'there is no column none' },
        { pointer: '/entity/map/pledged_at', rule: 'type', detail: 'pledged_at is timestamp and day is text' },
      ],
    });
    await define('misfit', { entity: { ...entity, map: { pledge_id: 'id', amount: 'amount' }, amount_unit: 'major' } });
    await expect(sources.pull('misfit', 'rows')).rejects.toThrow('amount in major units needs the currency');
  });
});
