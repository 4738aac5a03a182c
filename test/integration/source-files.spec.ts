import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SourceTest } from '../support/sources.js';

const day = '2026-03-10';
const before = '2026-03-09';

describe('files as a source', () => {
  let sources: SourceTest;
  beforeAll(async () => {
    sources = await SourceTest.start(day);
  });
  afterAll(() => sources.close());

  const define = (key: string, tables: Readonly<Record<string, object>>) =>
    sources.define(key, { kind: 'files', location: `file:${sources.folder}/${key}` }, tables);

  it('bring a table with the types that are declared, personal columns dropped or hashed', async () => {
    sources.file(
      'people/backers.csv',
      'Id,Signed Up,e-mail,phone,Pledged,ok\n7,2026-03-01 10:00:00,a@example.com,555,12.50,t\n8,,a@example.com,,,\n',
    );
    const columns = [
      { name: 'Id', type: 'integer' },
      { name: 'Signed Up', type: 'timestamp' },
      { name: 'e-mail', use: 'hash', as: 'email' },
      { name: 'phone', use: 'drop' },
      { name: 'Pledged', type: 'decimal(10,2)' },
      { name: 'ok', type: 'boolean' },
    ];
    await define('people', { backers: { from: '*.csv', columns, key: ['Id'] } });
    const pull = await sources.pull('people', 'backers');
    expect(pull).toMatchObject({ state: 'done', mode: 'full', attempt: 1, counts: { rows: 2, quarantined: 0 } });
    const [first, second] = await sources.rows('snapshot.people_backers ORDER BY id');
    expect(first).toEqual({
      id: '7',
      signed_up: '2026-03-01 10:00:00',
      email: expect.stringMatching(/^[0-9a-f]{64}$/),
      pledged: '12.50',
      ok: true,
      snapshot_on: day,
    });
    expect(second).toMatchObject({ id: '8', signed_up: null, email: first?.['email'], pledged: null, ok: null });
  });

  it('leave a line aside that is not what is declared, by file, line and rule, and take the rest', async () => {
    sources.file(
      'bad/a.csv',
      'id,at,n\n1,2026-03-01,5\n2,yesterday,5\n3,2026-03-01,5.5\n,2026-03-01,5\n4,2026-03-01,"5\n',
    );
    sources.file('bad/b.csv', 'n,id,at\n6,5,2026-03-02\n7,6\n');
    const columns = [
      { name: 'id', type: 'integer' },
      { name: 'at', type: 'date' },
      { name: 'n', type: 'integer' },
    ];
    await define('bad', { things: { from: '*.csv', columns, key: ['id'] } });
    const pull = await sources.pull('bad', 'things');
    expect(pull.counts).toMatchObject({ rows: 2, quarantined: 5 });
    expect(await sources.pulls.quarantine('bad', pull.id)).toMatchObject([
      { object: 'a.csv', line: 3, field: 'at', rule: 'date' },
      { object: 'a.csv', line: 4, field: 'n', rule: 'integer' },
      { object: 'a.csv', line: 5, field: 'id', rule: 'key' },
      { object: 'a.csv', line: 6, field: null, rule: 'quote' },
      { object: 'b.csv', line: 3, field: null, rule: 'columns' },
    ]);
    expect(await sources.rows('snapshot.bad_things ORDER BY id')).toMatchObject([{ id: '1' }, { id: '5', n: '6' }]);
  });

  it('are found by the day, and read from JSON lines with every digit', async () => {
    const lines = [
      '{"id":1,"n":12345678901234567890,"deep":{"a":[1.50]},"when":1772323200}',
      '{"id":9007199254740993,"n":"0.10","deep":{},"when":null,"more":true}',
    ];
    sources.file(`daily/${before}/one.json.gz`, gzipSync(`${lines[0]}\n`));
    sources.file(`daily/${before}/two.json`, `${lines[1]}\n`);
    sources.file(`daily/${day}/one.json`, '{}\n');
    const columns = [
      { name: 'id', type: 'integer' },
      { name: 'n', type: 'decimal(22,2)' },
      { name: 'deep' },
      { name: 'deep.a', as: 'a' },
      { name: 'when', type: 'timestamp', time_format: 'unix' },
    ];
    await define('daily', { rows: { from: '{day}/*.json*', columns, at_hour: 3 } });
    expect(await sources.pull('daily', 'rows')).toMatchObject({ day: before, counts: { rows: 2, quarantined: 0 } });
    expect(await sources.rows('snapshot.daily_rows ORDER BY id')).toEqual([
      {
        id: '1',
        n: '12345678901234567890.00',
        deep: '{"a":[1.5]}',
        a: '[1.5]',
        when: '2026-03-01 00:00:00',
        snapshot_on: before,
      },
      { id: '9007199254740993', n: '0.10', deep: '{}', a: null, when: null, snapshot_on: before },
    ]);
  });

  it('are tried again later when they are not there, or not whole', async () => {
    await define('late', { rows: { from: '{yyyymmdd}.csv' } });
    await expect(sources.pull('late', 'rows')).rejects.toThrow(`no file {yyyymmdd}.csv of ${before} yet`);
    sources.file('late/20260309.csv', gzipSync(`id\n${'1\n'.repeat(50_000)}`).subarray(0, 100));
    await expect(sources.pull('late', 'rows')).rejects.toThrow('20260309.csv is not whole');
    sources.file('late/20260309.csv', 'id\n1\n');
    expect(await sources.pull('late', 'rows')).toMatchObject({ state: 'done', attempt: 3, counts: { rows: 1 } });
    expect(await sources.rows('snapshot.late_rows')).toHaveLength(1);
  });

  it('may call their columns whatever they like', async () => {
    const names = ['a"; DROP TABLE event; --', 'snapshot_on', "'", '2nd', 'Größe', 'select'];
    sources.file('odd/odd.csv', `${names.map((name) => `"${name.replaceAll('"', '""')}"`).join(',')}\n1,2,3,4,5,6\n`);
    await define('odd', { odd: { from: 'odd.csv' } });
    await sources.pull('odd', 'odd');
    expect(await sources.rows('snapshot.odd_odd')).toEqual([
      { a_drop_table_event: '1', _snapshot_on: '2', _: '3', _2nd: '4', gro_e: '5', select: '6', snapshot_on: day },
    ]);
    expect(await sources.rows('event')).toEqual([]);
  });

  it('are not guessed at: two columns of one name, a column that is missing, nothing that is good', async () => {
    sources.file('guess/guess.csv', `a b,a-b\n${'x,y\n'.repeat(1_000)}`);
    await define('guess', { guess: { from: 'guess.csv' } });
    await expect(sources.pull('guess', 'guess')).rejects.toThrow('a b and a-b would both be a_b');
    await define('guess', { guess: { from: 'guess.csv', columns: [{ name: 'c' }] } });
    await expect(sources.pull('guess', 'guess')).rejects.toThrow('there is no column c');
    const columns = [{ name: 'a b', type: 'integer' }];
    await define('guess', { guess: { from: 'guess.csv', columns, others: 'drop' } });
    await expect(sources.pull('guess', 'guess')).rejects.toThrow('line 1001 of guess.csv: a b is not a whole number');
  });
});
