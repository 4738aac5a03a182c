import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { NewExperiment, Readout, UnitExportView } from '#libs/contracts';
import { invalid } from '#libs/errors';
import { ExperimentService } from '#libs/experimentation';
import { OBJECTS, type ObjectStore } from '#libs/objects';
import { resultsService, type ResultsService } from '../support/results-service.js';
import { until } from '../support/until.js';

/** 3,500 visitors in each variant over 28 days, who pledge from 0 to 60.00; one met both variants; a name with a comma. */
const company = `
  INSERT INTO exposure
  SELECT 'x', CASE WHEN n % 2 = 0 THEN 'control' ELSE 'treatment' END, CASE WHEN n = 7 THEN 'a, "b"' ELSE 'v' || n END,
    'visitor', TIMESTAMP '2026-01-01 06:00:00' + INTERVAL 1 DAY * (n // 250), TRUE, 1, n
  FROM range(7000) AS unit (n);
  INSERT INTO exposure VALUES ('x', 'treatment', 'v0', 'visitor', TIMESTAMP '2026-01-02', TRUE, 1, 7000);
  INSERT INTO identity
  SELECT CASE WHEN n = 7 THEN 'a, "b"' ELSE 'v' || n END, 'b' || n, TIMESTAMP '2026-01-01', TRUE, 1, n
  FROM range(7000) AS unit (n);
  INSERT INTO pledge
  SELECT 'p' || n, 'b' || n, 'j', 100 * (n % 61), 'USD', 100 * (n % 61),
    TIMESTAMP '2026-01-01 07:00:00' + INTERVAL 1 DAY * (n // 250), NULL, NULL, TRUE, 1, n
  FROM range(7000) AS unit (n) WHERE n % 5 = 2;
  INSERT INTO event (identity, source, name, distinct_id, time, properties, live, log_transaction, log_position)
  VALUES ('1', 'app', 'Page View', 'v', TIMESTAMP '2026-01-31 12:00:00', '{}', TRUE, 1, 1);`;

const definition: NewExperiment = {
  key: 'x',
  hypothesis: 'It helps.',
  unit: 'visitor',
  variants: [
    { key: 'control', weight: 0.5 },
    { key: 'treatment', weight: 0.5 },
  ],
  baseline: 'control',
  coverage: 1,
  metrics: ['pledge_conversion', 'pledged_per_visitor', 'charge_back_rate'],
};

const columns = 'unit,variant,phase,exposed_at,cohort_day,metric,version,reading,value,denominator,is_closed';

describe('the units of an experiment as a file', () => {
  let service: ResultsService;
  const path = '/v1/experiments/x/unit-exports';
  const ask = async (): Promise<string> => {
    const accepted = await service.post(path).expect(202);
    await service.ended(accepted);
    return accepted.body.export_id;
  };
  const list = async (): Promise<UnitExportView[]> => (await service.get(path).expect(200)).body;
  const linesOf = async (id: string): Promise<string[]> => {
    const file = await service.get(`${path}/${id}/file`).expect(200);
    expect(file.headers['content-disposition']).toContain('verdict-x-units.csv');
    return file.text.trimEnd().split('\r\n');
  };

  beforeAll(async () => {
    service = await resultsService([company]);
    await service.app
      .get(ExperimentService, { strict: false })
      .restore(definition, { startedAt: '2026-01-01T00:00:00Z' });
    await service.ended(await service.post('/v1/experiments/x/refresh').expect(202));
  });
  afterAll(() => service.close());

  it('has all of them, whose sums are the readout’s statistics to the last digit', async () => {
    const id = await ask();
    const [header, ...lines] = await linesOf(id);
    expect(header).toBe(columns);
    const { body }: { body: Readout } = await service.get('/v1/experiments/x/results').expect(200);
    // Each metric is read in several ways, and more than one part is written.
    expect(lines).toHaveLength(6_999 * body.metrics.length);
    expect(lines.length).toBeGreaterThan(50_000);
    expect(
      lines.filter((line) => line.startsWith('"a, ""b""",treatment,1,2026-01-01T06:00:00.000Z,2026-01-01,')),
    ).toHaveLength(body.metrics.length);
    const sums = new Map<string, { units: number; y: bigint; yy: bigint; x: bigint; xx: bigint; xy: bigint }>();
    for (const line of lines) {
      const [closed, denominator = '', value = '', reading, version, metric, , , , variant] = line
        .split(',')
        .toReversed();
      const [y, x] = [BigInt(value), BigInt(denominator === '' ? 0 : denominator)];
      for (const of of closed === 'true' ? ['closed', 'so_far'] : ['so_far']) {
        const name = `${metric} ${version} ${reading} ${of} ${variant}`;
        const sum = sums.get(name) ?? { units: 0, y: 0n, yy: 0n, x: 0n, xx: 0n, xy: 0n };
        const { units, yy, xx, xy } = sum;
        const next = { units: units + 1, y: sum.y + y, yy: yy + y * y, x: sum.x + x, xx: xx + x * x, xy: xy + x * y };
        sums.set(name, next);
      }
    }
    let compared = 0;
    for (const { metric, reading, closed, so_far } of body.metrics)
      for (const [of, { variants }] of Object.entries({ closed, so_far }))
        for (const { variant, units, sum, sum_of_squares, denominator } of variants) {
          const own = sums.get(`${metric.key} ${metric.version} ${reading} ${of} ${variant}`);
          if (units === 0) expect(own).toBeUndefined();
          else
            expect([own?.units, own?.y, own?.yy, own?.x, own?.xx, own?.xy].map(String)).toEqual(
              [
                units,
                sum,
                sum_of_squares,
                denominator?.sum ?? 0,
                denominator?.sum_of_squares ?? 0,
                denominator?.sum_of_products ?? 0,
              ].map(String),
            );
          compared += 1;
        }
    expect(compared).toBeGreaterThan(20);
    expect((await list())[0]).toMatchObject({
      id,
      state: 'ready',
      rows: lines.length,
      units: 6_999,
      data_through: '2026-01-31T12:00:00.001Z',
      error: null,
    });
  });

  it('stays as it was when the experiment goes on; a later one has what is known then', async () => {
    const [first] = await list();
    const before = await linesOf(first?.id ?? '');
    await service.run(`UPDATE pledge SET base_amount = 777 WHERE pledge_id = 'p2'`);
    await service.ended(await service.post('/v1/experiments/x/refresh').expect(202));
    expect(await linesOf(first?.id ?? '')).toEqual(before);
    const known = new Set(before);
    const changed = (await linesOf(await ask())).filter((line) => !known.has(line));
    expect(changed.length).toBeGreaterThan(0);
    for (const line of changed) expect(line).toMatch(/^v2,control,.*,pledged_per_visitor,1,\w+,777,,/);
    expect(await list()).toHaveLength(2);
  });

  it('has nobody where nobody was read, and refuses what is not there', async () => {
    const restore = (key: string) =>
      service.app
        .get(ExperimentService, { strict: false })
        .restore({ ...definition, key }, { startedAt: '2026-01-01T00:00:00Z' });
    await restore('unread');
    const accepted = await service.post('/v1/experiments/unread/unit-exports').expect(202);
    await service.ended(accepted);
    const file = await service.get(`/v1/experiments/unread/unit-exports/${accepted.body.export_id}/file`).expect(200);
    expect(file.text).toBe(`${columns}\r\n`);
    // Another experiment's is none of its own.
    await service.get(`${path}/${accepted.body.export_id}/file`).expect(404);
    await service.get(`${path}/none/file`).expect(400);
    await service.post('/v1/experiments/nothing/unit-exports').expect(404);
    await service.post('/v1/experiments', { ...definition, key: 'draft' }).expect(201);
    await service.post('/v1/experiments/draft/unit-exports').expect(409);
    const audit = await service.database.query<{ action: string }>('audit/list_audit', {
      before_id: null,
      subject_kind: 'experiment',
      subject_id: 'x',
      row_limit: 100,
    });
    expect(audit.filter(({ action }) => action === 'experiment.export_units')).toHaveLength(2);
  });

  it('has not failed while its job tries again, and says why it has once that has given up', async () => {
    const { database } = service;
    const objects = service.app.get<ObjectStore>(OBJECTS, { strict: false });
    const keep = objects.put.bind(objects);
    const own = async (id: string) => (await list()).find((one) => one.id === id);
    let [times, goOn] = [0, (): void => undefined];
    const put = jest.spyOn(objects, 'put');
    const asked = new Promise<void>((resolve) => {
      put.mockImplementation(async (name, content) => {
        if (!name.startsWith('exports/')) return keep(name, content);
        times += 1;
        if (times === 1) throw new Error('The store is away.');
        resolve();
        await new Promise<void>((done) => (goOn = done));
        throw invalid('There is no room for it.');
      });
    });
    const { body } = await service.post(path).expect(202);
    await asked;
    expect((await service.get(`/v1/jobs/${body.job_id}`)).body).toMatchObject({ state: 'running', attempts: 2 });
    expect(await own(body.export_id)).toMatchObject({ state: 'waiting', error: null });
    goOn();
    await until(async () => (await service.get(`/v1/jobs/${body.job_id}`)).body.state === 'failed');
    expect(await own(body.export_id)).toMatchObject({ state: 'failed', error: 'There is no room for it.', rows: null });
    await service.get(`${path}/${body.export_id}/file`).expect(409);
    put.mockRestore();
    // What another job says is said of another export.
    const next = await ask();
    expect(await own(next)).toMatchObject({ state: 'ready', error: null });
    await database.pool.query(`UPDATE job SET state = 'cancelled', error = NULL WHERE id = '${body.job_id}'`);
    expect(await own(body.export_id)).toMatchObject({ state: 'failed', error: 'It was cancelled.' });
  });
});
