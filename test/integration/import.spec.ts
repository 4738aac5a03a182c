import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { velocityCatalogue, velocityValues, type Observation } from '#libs/scoring';
import { ImportTest, microsAt, pledgeHeader, pledgeLines, pledgeMapping, timeAt } from '../support/imports.js';

let test: ImportTest;
beforeAll(async () => {
  test = await ImportTest.start();
});
afterAll(() => test.close());

describe('an import of pledges', () => {
  it('scores each as of its own time: its features are the reference’s over what was known then', async () => {
    const view = await test.run('pledges', test.csv(pledgeLines('own', 400)), pledgeMapping);
    expect(view).toMatchObject({ state: 'done', counts: { lines: 400, pledges: 400, scored: 400, labels: 40 } });
    const rows = await test.observations(view.id);
    const seen: Observation[] = rows.map((row) => ({
      kind: row.kind,
      category: row.category ?? undefined,
      occurredAt: row.occurred_at,
      observedAt: row.stamp,
      pledgeId: row.pledge_id,
      amount: row.amount ?? 0,
      backer: row.backer,
      project: row.project,
      card: row.card ?? undefined,
    }));
    const scored = await test.assessments(view.id);
    expect(scored).toHaveLength(400);
    for (const { stamp, features } of scored) {
      const own = seen.find((one) => one.observedAt === stamp);
      if (own === undefined) throw new Error('An assessment without its observation.');
      const expected = velocityValues(seen, { ...own, windowEnd: own.occurredAt, stamp });
      for (const { name } of velocityCatalogue) expect([name, features[name]]).toEqual([name, expected[name]]);
    }
    const frauds = scored.map(({ features }) => features['project_frauds_30d'] ?? 0);
    expect(Math.max(...frauds)).toBeGreaterThan(3);
  });

  it('stamps in the order of (time, line), strictly upwards, and labels when they became known', async () => {
    const lines = [`t-3,${timeAt(2)},b,p,1,c,`, `t-1,${timeAt(1)},b,p,1,c,fraud`, `t-2,${timeAt(1)},b,p,1,c,`];
    const view = await test.run('pledges', test.csv(lines), pledgeMapping);
    expect((await test.observations(view.id)).map(({ pledge_id, kind, stamp }) => [pledge_id, kind, stamp])).toEqual([
      ['t-1', 'pledge', microsAt(1)],
      ['t-2', 'pledge', microsAt(1) + 1],
      ['t-3', 'pledge', microsAt(2)],
      ['t-1', 'label', microsAt(1 + 3 * 24)],
    ]);
  });

  it('shows its observations to others only when it is complete, all at once', async () => {
    const { import: view } = await test.create('pledges', test.csv(pledgeLines('late', 50)), pledgeMapping);
    const epochs = async (): Promise<(number | null)[]> => [
      ...new Set((await test.observations(view.id)).map(({ epoch }) => epoch)),
    ];
    let during: (number | null)[] = [];
    await test.work(view, {
      progress: (_done, _total, note) => {
        if (note === 'Scoring') void epochs().then((found) => (during = found));
      },
    });
    expect(during.filter((epoch) => epoch !== null)).toEqual([]);
    expect(await epochs()).toEqual([1]);
    expect(await test.tables(view.id)).toEqual({ pledge: 50, pledge_assessment: 50 });
  });

  it('leaves bad lines aside with their number and rule, and brings in the rest', async () => {
    const lines = [
      `bad-1,${timeAt(0)},b,p,10.00,c,`,
      `bad-2,yesterday,b,p,10.00,c,`,
      `bad-3,${timeAt(0)},b,p,10.005,c,`,
      `bad-4,${timeAt(0)},b,,10.00,c,`,
      `bad-5,${timeAt(0)},b,p,10.00,4111 1111 1111 1111,`,
      `bad-6,${timeAt(0)},b,p,10.00,c,perhaps`,
      `bad-7,${timeAt(0)},b,p`,
      `${'x'.repeat(200)},${timeAt(0)},b,p,10.00,c,`,
      `bad-9,2126-01-01,b,p,10.00,c,`,
      `bad-10,${timeAt(0)},b,p,-1,c,`,
    ];
    const view = await test.run('pledges', test.csv(lines), pledgeMapping);
    expect(view.counts).toMatchObject({ lines: 10, pledges: 1, quarantined: 9 });
    expect((await test.quarantine(view)).map(({ line, field, rule }) => [line, field, rule])).toEqual([
      [3, 'time', 'time'],
      [4, 'amount', 'amount'],
      [5, 'project_id', 'required'],
      [6, '/credit_card/token', 'card_number'],
      [7, 'label', 'label'],
      [8, null, 'columns'],
      [9, '/pledge/id', 'too_big'],
      [10, 'time', 'time_future'],
      [11, 'amount', 'amount'],
    ]);
    const everything = await test.test.database.pool.query(
      'SELECT import_quarantine::TEXT AS text FROM import_quarantine UNION ALL SELECT import_row::TEXT FROM import_row',
    );
    expect(everything.rows.filter((row) => /4111 ?1111/.test(JSON.stringify(row)))).toEqual([]);
  });

  it('gives up on a file of which nothing can be read, and says why', async () => {
    const lines = Array.from({ length: 1_200 }, (_, index) => `h-${index},noon,b,p,1.00,c,`);
    await expect(test.run('pledges', test.csv(lines), pledgeMapping)).rejects.toThrow(
      /None of the first 1000 lines.*time/,
    );
  });

  it('counts the same file once, and the same pledges of another file', async () => {
    const lines = pledgeLines('same', 30);
    const path = test.csv(lines);
    const first = await test.run('pledges', path, pledgeMapping);
    const again = await test.create('pledges', path, pledgeMapping);
    expect(again).toMatchObject({ repeated: true, import: { id: first.id, state: 'done' } });
    const other = await test.run('pledges', test.csv([...lines, `same-new,${timeAt(5)},b,p,1.00,c,`]), pledgeMapping);
    expect(other.counts).toMatchObject({ pledges: 1, labels: 0, repeated: 33, scored: 1 });
  });

  it('makes a changed pledge a revision that adds only the difference, never backwards', async () => {
    const path = test.csv([
      `r-1,${timeAt(1)},r-b,r-p,10.00,c,`,
      `r-1,${timeAt(3)},r-b,r-p,25.00,c,`,
      `r-2,${timeAt(4)},r-b,r-p,1.00,c,`,
    ]);
    const view = await test.run('pledges', path, pledgeMapping);
    const rows = await test.assessments(view.id);
    expect(rows.map(({ pledge_id, revision, latest }) => [pledge_id, revision, latest])).toEqual([
      ['r-1', 1, false],
      ['r-1', 2, true],
      ['r-2', 1, true],
    ]);
    expect((await test.observations(view.id)).map(({ amount }) => amount)).toEqual([1_000, 1_500, 100]);
    expect(rows[2]?.features).toMatchObject({ backer_pledges_24h: 2, backer_amount_24h: 2_500 });
    const later = await test.run(
      'pledges',
      test.csv([`r-1,${timeAt(5)},r-b,r-p,40.00,c,`, `r-2,${timeAt(2)},r-b,r-p,9.00,c,`]),
      pledgeMapping,
    );
    expect(later.counts).toMatchObject({ pledges: 1, repeated: 1 });
    expect((await test.assessments(later.id)).map(({ revision, latest }) => [revision, latest])).toEqual([[3, true]]);
    expect((await test.assessments(view.id)).map(({ latest }) => latest)).toEqual([false, false, true]);
    expect((await test.observations(later.id)).map(({ amount }) => amount)).toEqual([1_500]);
  });

  it('does not score a pledge again that was scored live', async () => {
    await test.test.database.pool.query(
      `INSERT INTO observation (origin, stamp, epoch, kind, occurred_at, pledge_id, revision, live, amount, backer, project)
       VALUES ('00000000-0000-0000-0000-000000000000', $1, 0, 'pledge', $1, 'live-1', 1, TRUE, 500, 'live-b', 'live-p')`,
      [microsAt(1)],
    );
    const path = test.csv([
      `live-1,${timeAt(1)},live-b,live-p,5.00,c,fraud`,
      `live-2,${timeAt(9)},live-b,live-p,6.00,c,`,
    ]);
    const view = await test.run('pledges', path, pledgeMapping);
    expect(view.counts).toMatchObject({ pledges: 1, repeated: 1, labels: 1, scored: 1 });
    const [scored] = await test.assessments(view.id);
    expect(scored?.features).toMatchObject({ backer_pledges_24h: 1, backer_amount_24h: 500 });
  });

  it('keeps what a cut gzip file held, and says so', async () => {
    const whole = gzipSync(`${[pledgeHeader, ...pledgeLines('cut', 2_000)].join('\n')}\n`);
    const path = test.file('cut.csv.gz', whole.subarray(0, whole.length - 2_000));
    const view = await test.run('pledges', path, pledgeMapping);
    const { pledges } = view.counts;
    expect(pledges).toBeGreaterThan(1_000);
    // The header, and the pledges; then comes the line that is there in part.
    const damage = 'the gzip file ends in the middle';
    expect(view.report).toMatchObject({ truncated: true, notes: [`After line ${pledges + 1}: ${damage}.`] });
    expect(view.counts).toMatchObject({ lines: pledges + 1, scored: pledges, quarantined: 1 });
    expect(await test.quarantine(view)).toEqual([
      { line: pledges + 2, field: null, rule: 'truncated', detail: damage },
    ]);
  });
});
