import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ImportView, QuarantinedLine } from '#libs/contracts';
import { velocityCatalogue, velocityValues, type Observation } from '#libs/scoring';
import { importingAnalyst, ImportTest } from '../support/imports.js';

const mapping = { set: { currency: 'USD' }, amount_unit: 'major', label_delay: '3d' };
const header = 'pledge_id,time,backer_id,project_id,amount,card,label';
const hour = 3_600_000;
const start = Date.UTC(2026, 2, 1);

let test: ImportTest;
beforeAll(async () => {
  test = await ImportTest.start();
});
afterAll(() => test.close());

let files = 0;
const csv = (lines: readonly string[], head = header): string =>
  test.file(`pledges-${++files}.csv`, `${[head, ...lines].join('\n')}\n`);

const at = (hours: number): string => new Date(start + hours * hour).toISOString();

/** Pledges of a few backers to a few projects with a few cards, in no order; each tenth turns out to be fraud. */
function company(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const hours = (index * 7_919) % 1_000;
    const label = index % 10 === 0 ? 'fraud' : '';
    return `${name}-${index},${at(hours)},${name}-b${index % 7},${name}-p${index % 5},${index}.50,${name}-c${index % 11},${label}`;
  });
}

interface AssessmentRow {
  readonly pledge_id: string;
  readonly revision: number;
  readonly latest: boolean;
  readonly stamp: number;
  readonly risk_score: number;
  readonly base_amount: number;
  readonly features: Record<string, number>;
}

const assessments = async (id: string): Promise<AssessmentRow[]> =>
  (await test.test.database.pool.query('SELECT * FROM assessment WHERE origin = $1 ORDER BY stamp', [id])).rows;

interface ObservationRow {
  readonly stamp: number;
  readonly epoch: number | null;
  readonly kind: Observation['kind'];
  readonly category: string | null;
  readonly occurred_at: number;
  readonly pledge_id: string;
  readonly amount: number | null;
  readonly backer: string;
  readonly card: string | null;
  readonly project: string;
}

const observations = async (id: string): Promise<ObservationRow[]> =>
  (await test.test.database.pool.query('SELECT * FROM observation WHERE origin = $1 ORDER BY stamp', [id])).rows;

const quarantine = ({ id }: ImportView): Promise<QuarantinedLine[]> =>
  test.imports.quarantine(id, { after: 0, limit: 100 });

const tables = async (id: string): Promise<Record<string, number>> => {
  const { rows } = await test.test.database.pool.query<{ object: { table: string; rows: number } }>(
    "SELECT jsonb_array_elements(objects) AS object FROM bucket_batch WHERE origin = $1 AND state = 'closed'",
    [id],
  );
  const counts: Record<string, number> = {};
  for (const { object } of rows) counts[object.table] = (counts[object.table] ?? 0) + object.rows;
  return counts;
};

describe('an import of pledges', () => {
  it('scores each as of its own time: its features are the reference’s over what was known then', async () => {
    const view = await test.run('pledges', csv(company('own', 400)), mapping);
    expect(view).toMatchObject({ state: 'done', counts: { lines: 400, pledges: 400, scored: 400, labels: 40 } });
    const rows = await observations(view.id);
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
    const scored = await assessments(view.id);
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
    const lines = [`t-3,${at(2)},b,p,1,c,`, `t-1,${at(1)},b,p,1,c,fraud`, `t-2,${at(1)},b,p,1,c,`];
    const view = await test.run('pledges', csv(lines), mapping);
    const micros = (hours: number): number => (start + hours * hour) * 1_000;
    expect((await observations(view.id)).map(({ pledge_id, kind, stamp }) => [pledge_id, kind, stamp])).toEqual([
      ['t-1', 'pledge', micros(1)],
      ['t-2', 'pledge', micros(1) + 1],
      ['t-3', 'pledge', micros(2)],
      ['t-1', 'label', micros(1 + 3 * 24)],
    ]);
  });

  it('shows its observations to others only when it is complete, all at once', async () => {
    const { import: view } = await test.create('pledges', csv(company('late', 50)), mapping);
    const epochs = async (): Promise<(number | null)[]> => [
      ...new Set((await observations(view.id)).map(({ epoch }) => epoch)),
    ];
    let during: (number | null)[] = [];
    await test.work(view, {
      progress: (_done, _total, note) => {
        if (note === 'Scoring') void epochs().then((found) => (during = found));
      },
    });
    expect(during.filter((epoch) => epoch !== null)).toEqual([]);
    expect(await epochs()).toEqual([1]);
    expect(await tables(view.id)).toEqual({ pledge: 50, pledge_assessment: 50 });
  });

  it('leaves bad lines aside with their number and rule, and brings in the rest', async () => {
    const lines = [
      `bad-1,${at(0)},b,p,10.00,c,`,
      `bad-2,yesterday,b,p,10.00,c,`,
      `bad-3,${at(0)},b,p,10.005,c,`,
      `bad-4,${at(0)},b,,10.00,c,`,
      `bad-5,${at(0)},b,p,10.00,4111 1111 1111 1111,`,
      `bad-6,${at(0)},b,p,10.00,c,perhaps`,
      `bad-7,${at(0)},b,p`,
      `${'x'.repeat(200)},${at(0)},b,p,10.00,c,`,
      `bad-9,2126-01-01,b,p,10.00,c,`,
      `bad-10,${at(0)},b,p,-1,c,`,
    ];
    const view = await test.run('pledges', csv(lines), mapping);
    expect(view.counts).toMatchObject({ lines: 10, pledges: 1, quarantined: 9 });
    expect((await quarantine(view)).map(({ line, field, rule }) => [line, field, rule])).toEqual([
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
    await expect(test.run('pledges', csv(lines), mapping)).rejects.toThrow(/None of the first 1000 lines.*time/);
  });

  it('counts the same file once, and the same pledges of another file', async () => {
    const lines = company('same', 30);
    const path = csv(lines);
    const first = await test.run('pledges', path, mapping);
    const again = await test.create('pledges', path, mapping);
    expect(again).toMatchObject({ repeated: true, import: { id: first.id, state: 'done' } });
    const other = await test.run('pledges', csv([...lines, `same-new,${at(5)},b,p,1.00,c,`]), mapping);
    expect(other.counts).toMatchObject({ pledges: 1, labels: 0, repeated: 33, scored: 1 });
  });

  it('makes a changed pledge a revision that adds only the difference, never backwards', async () => {
    const path = csv([
      `r-1,${at(1)},r-b,r-p,10.00,c,`,
      `r-1,${at(3)},r-b,r-p,25.00,c,`,
      `r-2,${at(4)},r-b,r-p,1.00,c,`,
    ]);
    const view = await test.run('pledges', path, mapping);
    const rows = await assessments(view.id);
    expect(rows.map(({ pledge_id, revision, latest }) => [pledge_id, revision, latest])).toEqual([
      ['r-1', 1, false],
      ['r-1', 2, true],
      ['r-2', 1, true],
    ]);
    expect((await observations(view.id)).map(({ amount }) => amount)).toEqual([1_000, 1_500, 100]);
    expect(rows[2]?.features).toMatchObject({ backer_pledges_24h: 2, backer_amount_24h: 2_500 });
    const later = await test.run(
      'pledges',
      csv([`r-1,${at(5)},r-b,r-p,40.00,c,`, `r-2,${at(2)},r-b,r-p,9.00,c,`]),
      mapping,
    );
    expect(later.counts).toMatchObject({ pledges: 1, repeated: 1 });
    expect((await assessments(later.id)).map(({ revision, latest }) => [revision, latest])).toEqual([[3, true]]);
    expect((await assessments(view.id)).map(({ latest }) => latest)).toEqual([false, false, true]);
    expect((await observations(later.id)).map(({ amount }) => amount)).toEqual([1_500]);
  });

  it('does not score a pledge again that was scored live', async () => {
    await test.test.database.pool.query(
      `INSERT INTO observation (origin, stamp, epoch, kind, occurred_at, pledge_id, revision, live, amount, backer, project)
       VALUES ('00000000-0000-0000-0000-000000000000', $1, 0, 'pledge', $1, 'live-1', 1, TRUE, 500, 'live-b', 'live-p')`,
      [(start + hour) * 1_000],
    );
    const path = csv([`live-1,${at(1)},live-b,live-p,5.00,c,fraud`, `live-2,${at(9)},live-b,live-p,6.00,c,`]);
    const view = await test.run('pledges', path, mapping);
    expect(view.counts).toMatchObject({ pledges: 1, repeated: 1, labels: 1, scored: 1 });
    const [scored] = await assessments(view.id);
    expect(scored?.features).toMatchObject({ backer_pledges_24h: 1, backer_amount_24h: 500 });
  });

  it('keeps what a cut gzip file held, and says so', async () => {
    const whole = gzipSync(`${[header, ...company('cut', 2_000)].join('\n')}\n`);
    const path = test.file('cut.csv.gz', whole.subarray(0, whole.length - 2_000));
    const view = await test.run('pledges', path, mapping);
    expect(view.report).toMatchObject({
      truncated: true,
      notes: [expect.stringMatching(/After line \d+: the gzip file ends/)],
    });
    expect(view.counts.pledges).toBeGreaterThan(1_000);
    expect(view.counts.scored).toBe(view.counts.pledges);
  });
});

describe('an import that is cut short', () => {
  /** As if the process died in the n-th transaction of its own. */
  const dying = (transactions: number): { hold: () => Promise<void> } => {
    let left = transactions;
    return { hold: () => (left-- > 0 ? Promise.resolve() : Promise.reject(new Error('killed'))) };
  };
  const outcome = async (id: string): Promise<unknown[]> => [
    (await assessments(id)).map((row) => [row.pledge_id, row.revision, row.stamp, row.risk_score, row.features]),
    (await observations(id)).map((row) => [row.stamp, row.kind, row.pledge_id, row.amount, row.category]),
    await tables(id),
  ];

  it('goes on where it was, wherever that is, and ends as if nothing had happened', async () => {
    const lines = company('kill', 2_100);
    const path = csv(lines);
    const { import: view } = await test.create('pledges', path, mapping);
    for (let transactions = 0; ; transactions++) {
      const error = await test.work(view, dying(transactions)).then(
        () => undefined,
        (failure: Error) => failure,
      );
      if (error === undefined) break;
      expect(error.message).toBe('killed');
      const found = await test.imports.get(view.id);
      expect(found.counts.scored).toBeLessThanOrEqual(2_100);
      transactions = Math.min(transactions, 1);
    }
    const done = await test.imports.get(view.id);
    expect(done).toMatchObject({ state: 'done', counts: { lines: 2_100, pledges: 2_100, scored: 2_100, labels: 210 } });
    const killed = await outcome(view.id);
    const other = await ImportTest.start();
    const undisturbed = test;
    test = other;
    const whole = await other.run('pledges', csv(lines), mapping);
    expect(await outcome(whole.id)).toEqual(killed);
    test = undisturbed;
    await other.close();
  }, 60_000);

  it('stops when it is cancelled', async () => {
    const { import: view } = await test.create('pledges', csv(company('stop', 100)), mapping);
    const signal = AbortSignal.abort(new Error('cancelled'));
    await expect(test.work(view, { signal })).rejects.toThrow('cancelled');
    expect((await test.work(view)).counts.scored).toBe(100);
  });

  it('refuses a file that changed meanwhile', async () => {
    const path = csv(company('change', 10));
    const { import: view } = await test.create('pledges', path, mapping);
    test.file(path.slice(path.lastIndexOf('/') + 1), 'something else\n');
    await expect(test.work(view)).rejects.toThrow('has changed');
  });

  it('waits for the import before it', async () => {
    const views = await Promise.all(
      ['one', 'two'].map((name) => test.create('pledges', csv(company(name, 2_000)), mapping)),
    );
    const steps: string[] = [];
    await Promise.all(
      views.map(({ import: view }) =>
        test.work(view, { progress: (_done, _total, note) => void steps.push(`${view.id} ${note}`) }),
      ),
    );
    const ordering = steps.filter((step) => /Putting|Scoring/.test(step)).map((step) => step.split(' ')[0]);
    expect(ordering.filter((id, index) => index === 0 || ordering[index - 1] !== id)).toHaveLength(2);
  });
});

describe('an import of outcomes', () => {
  it('stores what became known later of pledges that are there, once, and labels what follows from it', async () => {
    await test.run('pledges', csv([`o-1,${at(1)},o-b,o-p,10.00,o-c,`, `o-2,${at(2)},o-b,o-p,10.00,o-c,`]), mapping);
    const lines = [
      `o-1,charged_back,fraud,${at(48)},${at(72)},10.00`,
      `o-2,collected,,${at(50)},,9.50`,
      `o-9,collected,,${at(50)},,9.50`,
      `o-2,exploded,,${at(50)},,9.50`,
    ];
    const path = csv(lines, 'pledge_id,outcome,category,occurred_at,known_at,amount');
    const bad = await test.run('outcomes', path, { set: { currency: 'USD' }, amount_unit: 'major' });
    // Nothing says when the second became known.
    expect((await quarantine(bad)).map(({ line, rule }) => [line, rule])).toEqual([
      [3, 'required'],
      [4, 'required'],
      [5, 'required'],
    ]);
    const dated = lines.map((line) => line.replace(/,,9/, `,${at(60)},9`));
    const view = await test.run('outcomes', csv(dated, 'pledge_id,outcome,category,occurred_at,known_at,amount'), {
      set: { currency: 'USD' },
      amount_unit: 'major',
    });
    expect(view.counts).toMatchObject({ outcomes: 1, labels: 0, repeated: 2, quarantined: 2 });
    expect((await quarantine(view)).map(({ line, rule }) => [line, rule])).toEqual([
      [4, 'unknown_pledge'],
      [5, 'value'],
    ]);
    const seen = (await observations(bad.id)).map((row) => [row.kind, row.category, row.stamp, row.card, row.project]);
    const known = (start + 72 * hour) * 1_000;
    expect(seen).toEqual([
      ['outcome', 'charged_back', known, 'o-c', 'o-p'],
      ['label', 'fraud', known + 1, 'o-c', 'o-p'],
    ]);
    expect(await tables(bad.id)).toEqual({ pledge_outcome: 1 });
    const after = await test.run('pledges', csv([`o-3,${at(100)},o-b,o-p,10.00,o-c,`]), mapping);
    expect((await assessments(after.id))[0]?.features).toMatchObject({ card_frauds_30d: 1, project_frauds_30d: 1 });
  });
});

describe('an import of events', () => {
  const rowsOf = async (id: string): Promise<unknown[]> => {
    const { gunzipSync } = await import('node:zlib');
    const { readFileSync } = await import('node:fs');
    const { rows } = await test.test.database.pool.query<{ object: string }>(
      "SELECT jsonb_array_elements(objects) ->> 'object' AS object FROM bucket_batch WHERE origin = $1 AND state = 'closed' ORDER BY id",
      [id],
    );
    return rows.flatMap(({ object }) =>
      gunzipSync(readFileSync(`${test.folder}/buckets/${object}`))
        .toString()
        .trim()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
    );
  };

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
    const path = csv([`m-1,${at(0)},b,p,1.00,c,`]);
    const asked = (change: object): Promise<unknown> =>
      problems(test.create('pledges', path, { ...mapping, ...change }));
    expect(await asked({ map: { pledge: 'x' } })).toEqual(['/mapping/map/pledge unknown_field']);
    expect(await asked({ map: { card: 'x' } })).toEqual(['/mapping/map/card column']);
    expect(await asked({ set: {} })).toEqual(['/mapping/map/currency required']);
    expect(await asked({ label_delay: undefined })).toEqual(['/mapping/label_delay required']);
    expect(await asked({ time_zone: 'Nowhere' })).toEqual(['/mapping/time_zone value']);
    expect(await asked({ time_format: 'noon' })).toEqual(['/mapping/time_format value']);
    expect(await asked({ label_values: { a: 'b' } })).toEqual(['/mapping/label_values value']);
    expect(await problems(test.create('pledges', `${path}x.csv`, mapping))).toEqual(['/path file']);
    expect(await problems(test.create('pledges', test.folder, { ...mapping }))).toEqual(['/format required']);
    expect(await problems(test.create('pledges', 'relative.csv', mapping))).toEqual(['/path absolute']);
  });

  it('is not for test keys', async () => {
    const path = csv([`k-1,${at(0)},b,p,1.00,c,`]);
    await expect(test.create('pledges', path, mapping, { ...importingAnalyst, live: false })).rejects.toMatchObject({
      kind: 'forbidden',
    });
  });
});
