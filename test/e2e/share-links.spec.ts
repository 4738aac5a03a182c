import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { NewExperiment, Principal, ShareLinkMade, ShareLinkView } from '#libs/contracts';
import { ExperimentService, ForcingService } from '#libs/experimentation';
import { resultsService, type ResultsService } from '../support/results-service.js';

/** 50 visitors of each variant a day for 14 days; a tenth pledges on the same day. */
const company = `
  INSERT INTO exposure
  SELECT 'x', CASE WHEN n % 2 = 0 THEN 'control' ELSE 'treatment' END, 'x-' || n, 'visitor',
    TIMESTAMP '2026-01-01 06:00:00' + INTERVAL 1 DAY * (n // 100), TRUE, 1, n
  FROM range(1400) AS unit (n);
  INSERT INTO identity
  SELECT 'x-' || n, 'x-b' || n, TIMESTAMP '2026-01-01', TRUE, 1, n FROM range(1400) AS unit (n);
  INSERT INTO pledge
  SELECT 'x-p' || n, 'x-b' || n, 'j', 1000, 'USD', 1000,
    TIMESTAMP '2026-01-01 07:00:00' + INTERVAL 1 DAY * (n // 100), NULL, NULL, TRUE, 1, n
  FROM range(1400) AS unit (n) WHERE (n // 2) % 10 = 0;
  INSERT INTO event (identity, source, name, distinct_id, time, properties, live, log_transaction, log_position)
  VALUES ('1', 'app', 'Page View', 'v', TIMESTAMP '2026-01-24 12:00:00', '{}', TRUE, 1, 1);`;

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
  metrics: ['pledge_conversion'],
  plan: {
    metric: 'pledge_conversion',
    baseline: 0.1,
    minimum_effect: { kind: 'relative', value: 0.25 },
    power: 0.8,
    alpha: 0.05,
    procedure: 'group_sequential',
    spending: 'obrien_fleming',
    look_days: 7,
    days: 28,
    guardrails: [],
  },
};

const dayMs = 86_400_000;
const ada: Principal = { kind: 'person', id: 'ada', name: 'Ada', scopes: ['experiments:write'], live: true };

describe('a link to a look', () => {
  let service: ResultsService;
  let made: ShareLinkMade;
  const stranger = () => request(service.app.getHttpServer());
  const data = (link: ShareLinkMade) => `/v1${link.path}`;
  const make = async (body: object = {}, look = 1): Promise<ShareLinkMade> =>
    (await service.post(`/v1/experiments/x/looks/${look}/links`, body).expect(201)).body;
  const links = async (): Promise<ShareLinkView[]> => (await service.get('/v1/experiments/x/links').expect(200)).body;
  const audited = async (action: string) =>
    (await service.database.query<{ action: string; after: object }>('audit/list_audit', auditOfX)).filter(
      (one) => one.action === action,
    );
  const auditOfX = { before_id: null, subject_kind: 'experiment', subject_id: 'x', row_limit: 100 };

  beforeAll(async () => {
    service = await resultsService([company]);
    await service.app
      .get(ExperimentService, { strict: false })
      .restore(definition, { startedAt: '2026-01-01T00:00:00Z' });
    await service.app
      .get(ForcingService, { strict: false })
      .force('x', { units: { 'tester-7': 'treatment' }, qa: false }, ada);
    await service.ended(await service.post('/v1/experiments/x/refresh').expect(202));
    await service.ended(
      await service.post('/v1/experiments/x/looks', { reason: 'The board meets today.' }).expect(202),
    );
    made = await make({ note: 'the board', days: 7 }, 3);
  });
  afterAll(() => service.close());

  it('is an address that nobody guesses, of which only the hash is kept', async () => {
    expect(made.path).toMatch(/^\/shared\/share_[\w-]{43}$/);
    expect((await make()).path).not.toBe((await make()).path);
    expect(Date.parse(made.expires_at) - Date.parse(made.created_at)).toBe(7 * dayMs);
    const [first] = (await links()).toReversed();
    expect(first).toEqual({ ...made, path: undefined });
    expect(JSON.stringify(await links())).not.toContain('share_');
    const kept = await service.database.pool.query('SELECT token_hash FROM share_link');
    for (const { token_hash } of kept.rows) expect(made.path).not.toContain(token_hash);
  });

  it('shows a stranger that look as it was seen, without the names of people and the ids of units, and as CSV', async () => {
    const seen = (await service.get('/v1/experiments/x/looks/3').expect(200)).body;
    expect(seen.declared_by).toMatchObject({ name: expect.any(String) });
    const { body, headers } = await stranger().get(data(made)).expect(200);
    expect(headers['cache-control']).toBe('no-store');
    const { readout, ...look } = seen;
    const nameless = (one: object) => ({ ...one, declared_by: null });
    const unparametrised = (one: object): object =>
      JSON.parse(JSON.stringify(one, (name, value) => (name === 'parameters' ? {} : value)));
    expect(body).toEqual({
      experiment: 'x',
      hypothesis: 'It helps.',
      expires_at: made.expires_at,
      look: nameless(look),
      readout: unparametrised({ ...readout, plan: { ...readout.plan, looks: readout.plan.looks.map(nameless) } }),
    });
    expect(JSON.stringify(seen)).toContain('tester-7');
    expect(JSON.stringify(body)).not.toContain('tester-7');
    const csv = await stranger()
      .get(`${data(made)}?format=csv`)
      .expect(200);
    expect(csv.headers['content-disposition']).toContain('verdict-x-look-3.csv');
    expect(csv.text.split('\r\n')[1]).toContain('x,2026-01-24T00:00:00.000Z,pledge_conversion,1');
  });

  it('stays what it was while the experiment goes on, and leads to nothing else', async () => {
    const before = await stranger().get(data(made)).expect(200);
    await service.run(`UPDATE pledge SET base_amount = 9 WHERE pledge_id = 'x-p0'`);
    await service.ended(await service.post('/v1/experiments/x/refresh').expect(202));
    expect((await stranger().get(data(made)).expect(200)).body).toEqual(before.body);
    const token = made.path.split('/').at(-1) ?? '';
    for (const path of ['/v1/experiments/x/results', '/v1/experiments/x/looks/3', `/v1/queries/${'0'.repeat(64)}`])
      for (const header of ['authorization', 'x-api-key'])
        await stranger()
          .get(path)
          .set(header, header === 'authorization' ? `Bearer ${token}` : token)
          .expect(401);
    await stranger().post(data(made)).expect(405);
    await stranger()
      .get(`${data(made)}/changes`)
      .expect(404);
  });

  it('counts how often it was read', async () => {
    const link = await make();
    expect((await links())[0]).toMatchObject({ id: link.id, reads: 0, last_read_at: null });
    await stranger().get(data(link)).expect(200);
    await stranger()
      .get(`${data(link)}?format=csv`)
      .expect(200);
    expect((await links())[0]).toMatchObject({ reads: 2, last_read_at: expect.any(String) });
  });

  it('is gone once it was revoked, for everybody and for good', async () => {
    const link = await make();
    await service.delete(`/v1/experiments/y/links/${link.id}`).expect(404);
    await stranger().get(data(link)).expect(200);
    await service.delete(`/v1/experiments/x/links/${link.id}`).expect(204);
    await service.delete(`/v1/experiments/x/links/${link.id}`).expect(204);
    const gone = await stranger().get(data(link)).expect(404);
    expect((await links())[0]).toMatchObject({ revoked_by: { kind: 'key' }, revoked_at: expect.any(String) });
    const guessed = await stranger()
      .get(`/v1/shared/share_${'A'.repeat(43)}`)
      .expect(404);
    expect(gone.body.detail).toBe(guessed.body.detail);
    expect(await audited('experiment.revoke_link')).toMatchObject([{ after: { link: link.id } }]);
    expect(await audited('experiment.share_look')).toContainEqual(
      expect.objectContaining({ after: { link: link.id, look: 1, expires_at: link.expires_at, note: null } }),
    );
  });

  it('is gone once its time is over', async () => {
    const link = await make({ days: 1 });
    await service.database.pool.query(
      `UPDATE share_link SET expires_at = now() - INTERVAL '1 second' WHERE id = '${link.id}'`,
    );
    await stranger().get(data(link)).expect(404);
  });

  it('refuses what it cannot be, naming the field', async () => {
    for (const [body, pointer] of [
      [{ days: 0 }, '/days'],
      [{ days: 366 }, '/days'],
      [{ note: ' ' }, '/note'],
    ] as const) {
      const refused = await service.post('/v1/experiments/x/looks/1/links', body).expect(400);
      expect(refused.body.problems[0]).toMatchObject({ pointer });
    }
    await service.post('/v1/experiments/x/looks/99/links', {}).expect(404);
    await service.post('/v1/experiments/nothing/looks/1/links', {}).expect(404);
    await service.delete('/v1/experiments/x/links/00000000-0000-7000-8000-000000000000').expect(404);
    await stranger().get('/v1/shared/short').expect(400);
    await stranger().post('/v1/experiments/x/looks/1/links').send({}).expect(401);
  });

  it('is read sixty times a minute from one address, whatever it asks for', async () => {
    let refused: request.Response | undefined;
    for (let times = 0; times <= 60 && refused === undefined; times += 1) {
      const answer = await stranger().get(`/v1/shared/share_${'B'.repeat(43)}`);
      if (answer.status === 429) refused = answer;
      else expect(answer.status).toBe(404);
    }
    expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(0);
  });
});
