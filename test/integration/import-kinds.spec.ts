import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importingAnalyst, ImportTest, microsAt, pledgeMapping, timeAt } from '../support/imports.js';

let test: ImportTest;
beforeAll(async () => {
  test = await ImportTest.start();
});
afterAll(() => test.close());

describe('an import of outcomes', () => {
  it('stores what became known later of pledges that are there, once, and labels what follows from it', async () => {
    await test.run(
      'pledges',
      test.csv([`o-1,${timeAt(1)},o-b,o-p,10.00,o-c,`, `o-2,${timeAt(2)},o-b,o-p,10.00,o-c,`]),
      pledgeMapping,
    );
    const lines = [
      `o-1,charged_back,fraud,${timeAt(48)},${timeAt(72)},10.00`,
      `o-2,collected,,${timeAt(50)},,9.50`,
      `o-9,collected,,${timeAt(50)},,9.50`,
      `o-2,exploded,,${timeAt(50)},,9.50`,
    ];
    const path = test.csv(lines, 'pledge_id,outcome,category,occurred_at,known_at,amount');
    const bad = await test.run('outcomes', path, { set: { currency: 'USD' }, amount_unit: 'major' });
    // Nothing says when the second became known.
    expect((await test.quarantine(bad)).map(({ line, rule }) => [line, rule])).toEqual([
      [3, 'required'],
      [4, 'required'],
      [5, 'required'],
    ]);
    const dated = lines.map((line) => line.replace(/,,9/, `,${timeAt(60)},9`));
    const view = await test.run('outcomes', test.csv(dated, 'pledge_id,outcome,category,occurred_at,known_at,amount'), {
      set: { currency: 'USD' },
      amount_unit: 'major',
    });
    expect(view.counts).toMatchObject({ outcomes: 1, labels: 0, repeated: 2, quarantined: 2 });
    expect((await test.quarantine(view)).map(({ line, rule }) => [line, rule])).toEqual([
      [4, 'unknown_pledge'],
      [5, 'value'],
    ]);
    const seen = (await test.observations(bad.id)).map((row) => [
      row.kind,
      row.category,
      row.stamp,
      row.card,
      row.project,
    ]);
    const known = microsAt(72);
    expect(seen).toEqual([
      ['outcome', 'charged_back', known, 'o-c', 'o-p'],
      ['label', 'fraud', known + 1, 'o-c', 'o-p'],
    ]);
    expect(await test.tables(bad.id)).toEqual({ pledge_outcome: 1 });
    const after = await test.run('pledges', test.csv([`o-3,${timeAt(100)},o-b,o-p,10.00,o-c,`]), pledgeMapping);
    expect((await test.assessments(after.id))[0]?.features).toMatchObject({
      card_frauds_30d: 1,
      project_frauds_30d: 1,
    });
  });
});

describe('an import of events', () => {
  const rowsOf = async (id: string): Promise<unknown[]> =>
    (await test.objects(id)).flatMap(({ object }) =>
      gunzipSync(readFileSync(`${test.folder}/buckets/${object}`))
        .toString()
        .trim()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
    );

  it('takes Mixpanel’s shape and ours, of any age, into the buckets', async () => {
    const path = test.file(
      'events.ndjson',
      [
        '{"event":"Page View","properties":{"distinct_id":"v1","time":1401580800,"$insert_id":"i1","ip":"8.8.8.8","url":"/a"}}',
        '{"event":"Page View","distinct_id":"v1","time":"2014-06-01T00:00:01Z","properties":{"url":"/b"}}',
        '{"event":"Page View","properties":{"time":1401580800}}',
        'nonsense',
      ].join('\n'),
    );
    const view = await test.run('events', path);
    expect(view).toMatchObject({ state: 'done', counts: { lines: 4, events: 2, quarantined: 2 } });
    expect(await rowsOf(view.id)).toEqual([
      expect.objectContaining({
        event: 'Page View',
        distinct_id: 'v1',
        time: 1_401_580_800_000,
        insert_id: 'i1',
        ip: '8.8.8.8',
        source: 'import',
        properties: { url: '/a' },
        identity: expect.stringMatching(/^[0-9a-f]{32}$/),
      }),
      expect.objectContaining({ time: 1_401_580_801_000, insert_id: null, properties: { url: '/b' } }),
    ]);
    expect(await test.create('events', path)).toMatchObject({ repeated: true });
    expect((await test.test.database.pool.query('SELECT 1 FROM event_identity')).rows).toEqual([]);
  });

  it('makes properties of the other columns of a table', async () => {
    const path = test.file('events.tsv', 'name\tuser_id\ttimestamp\tcolour\tsize\nSeen\tu1\t1401580800\tred\t\n');
    const view = await test.run('events', path, { set: { source: 'app' } });
    expect(await rowsOf(view.id)).toEqual([
      expect.objectContaining({ event: 'Seen', distinct_id: 'u1', source: 'app', properties: { colour: 'red' } }),
    ]);
  });
});

describe('a request for an import', () => {
  const problems = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => undefined,
      (error: { problems?: readonly { pointer: string; rule: string }[] }) =>
        error.problems?.map(({ pointer, rule }) => `${pointer} ${rule}`),
    );

  it('names what is wrong with the file or the mapping before anything is done', async () => {
    const path = test.csv([`m-1,${timeAt(0)},b,p,1.00,c,`]);
    const asked = (change: object): Promise<unknown> =>
      problems(test.create('pledges', path, { ...pledgeMapping, ...change }));
    expect(await asked({ map: { pledge: 'x' } })).toEqual(['/mapping/map/pledge unknown_field']);
    expect(await asked({ map: { card: 'x' } })).toEqual(['/mapping/map/card column']);
    expect(await asked({ set: {} })).toEqual(['/mapping/map/currency required']);
    expect(await asked({ label_delay: undefined })).toEqual(['/mapping/label_delay required']);
    expect(await asked({ time_zone: 'Nowhere' })).toEqual(['/mapping/time_zone value']);
    expect(await asked({ time_format: 'noon' })).toEqual(['/mapping/time_format value']);
    expect(await asked({ label_values: { a: 'b' } })).toEqual(['/mapping/label_values value']);
    expect(await problems(test.create('pledges', `${path}x.csv`, pledgeMapping))).toEqual(['/path file']);
    expect(await problems(test.create('pledges', test.folder, { ...pledgeMapping }))).toEqual(['/format required']);
    expect(await problems(test.create('pledges', 'relative.csv', pledgeMapping))).toEqual(['/path absolute']);
  });

  it('is not for test keys', async () => {
    const path = test.csv([`k-1,${timeAt(0)},b,p,1.00,c,`]);
    await expect(
      test.create('pledges', path, pledgeMapping, { ...importingAnalyst, live: false }),
    ).rejects.toMatchObject({
      kind: 'forbidden',
    });
  });
});
