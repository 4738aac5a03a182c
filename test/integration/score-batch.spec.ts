import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { Assessment, ScoreBatch } from '#libs/contracts';
import type { ScoredBatch } from '#libs/trust';
import { pledgeBody, riskTest, type RiskTest } from '../support/risk.js';

describe('a batch of pledges', () => {
  let test: RiskTest;
  const keys = { live: '', test: '' };
  const began = Date.now();
  let passed = 0;

  beforeAll(async () => {
    // A clock that stands still but for its own steps: what is asked twice is asked at the same time of its windows.
    test = await riskTest({ clock: { now: () => began + passed } });
    keys.live = await test.service.key();
    keys.test = await test.service.key({ live: false });
  });
  afterAll(() => test.close());

  const post = (path: string, body: object, key: string) =>
    request(test.service.app.getHttpServer()).post(path).set('authorization', `Bearer ${key}`).send(body);
  const batch = async (pledges: ScoreBatch['pledges'], key = keys.live): Promise<ScoredBatch['results']> =>
    ((await post('/v1/pledges/score/batch', { pledges }, key).expect(200)).body as ScoredBatch).results;
  const alone = async (body: object): Promise<Assessment> =>
    (await post('/v1/pledges/score', body, keys.live).expect(200)).body as Assessment;
  const rows = async (text: string, values: readonly unknown[]) =>
    (await test.database.database.pool.query(text, [...values])).rows;

  /** A raised pledge, one card on many pledges, a project, and pledges with nothing in common; under names of their own. */
  const story = (name: string): Record<string, unknown>[] => {
    const of = (id: string, amount: number, card: string) => ({
      ...pledgeBody({
        pledge: { id: `${name}-${id}`, project_id: `${name}-project`, backer_id: `${name}-${card}`, amount },
        email: { address: `${card}@${name}.example` },
        credit_card: { token: `${name}-${card}`, issuer_id_number: null },
        device: { ip_address: null, id: `${name}-${card}` },
      }),
    });
    return [
      of('one', 1_000, 'a'),
      of('two', 2_000, 'a'),
      of('one', 9_000, 'a'),
      of('three', 500, 'b'),
      of('one', 9_000, 'a'),
      ...Array.from({ length: 40 }, (_, index) => of(`more-${index}`, 100 + index, 'a')),
    ];
  };
  /** All but what names and times it apart. */
  const essence = (answer: Assessment | null): object => {
    const { revision, late, cause, risk_score, risk_score_reasons, disposition, rules, features, warnings, degraded } =
      answer as Assessment;
    return { revision, late, cause, risk_score, risk_score_reasons, disposition, rules, features, warnings, degraded };
  };

  it('gets the answers that its pledges would have got one after the other', async () => {
    const expected: object[] = [];
    for (const body of story('alone')) expected.push(essence(await alone(body)));
    passed += 1_000;
    const results = await batch(story('batch'));
    expect(results.map(({ index }) => index)).toEqual(expected.map((_, index) => index));
    expect(
      JSON.parse(JSON.stringify(results.map(({ assessment }) => essence(assessment))).replaceAll('batch', 'alone')),
    ).toEqual(expected);
    expect(results.slice(0, 5).map(({ assessment }) => assessment?.revision)).toEqual([1, 1, 2, 1, 2]);
    expect(results.at(-1)?.assessment?.features['card_pledges_1h']).toBe(42);
  });

  it('is the same answer again, and nothing counts twice', async () => {
    const pledges = story('again');
    // The second body of a pledge has passed the first.
    const latest = pledges.slice(1);
    const first = await batch(pledges);
    const again = await batch(latest);
    expect(again.map(({ assessment }) => assessment)).toEqual(first.slice(1).map(({ assessment }) => assessment));
    const count = `SELECT COUNT(*)::INTEGER AS pledges FROM observation WHERE pledge_id LIKE 'again-%'`;
    expect(await rows(count, [])).toEqual([{ pledges: pledges.length - 1 }]);
  });

  it('has its bad pledges refused as they would be alone, and the others scored', async () => {
    const good = [pledgeBody(), pledgeBody(), pledgeBody()];
    const bad = [
      { pledge: { id: 'no-amount', project_id: 'p', currency: 'USD' } },
      null,
      pledgeBody({ credit_card: { token: '4111111111111111' } }),
      pledgeBody({ pledge: { id: '\ud83d' } }),
      'a text',
    ];
    const results = await batch([good[0], bad[0], bad[1], good[1], bad[2], bad[3], bad[4], good[2]]);
    expect(results.map(({ assessment, problem }) => (assessment === null ? problem?.status : 'scored'))).toEqual([
      'scored',
      400,
      400,
      'scored',
      400,
      400,
      400,
      'scored',
    ]);
    for (const [place, body] of [
      [1, bad[0]],
      [4, bad[2]],
      [5, bad[3]],
    ] as const) {
      const { body: problem } = await post('/v1/pledges/score', body as object, keys.live).expect(400);
      expect(results[place]?.problem).toEqual({ ...problem, instance: expect.any(String) });
    }
  });

  it('fails a pledge that the database refuses, and none beside it', async () => {
    const { pool } = test.database.database;
    await pool.query(
      `CREATE FUNCTION refuse_it() RETURNS TRIGGER LANGUAGE plpgsql AS
       $$ BEGIN IF NEW.pledge_id = 'refused' THEN RAISE EXCEPTION 'no'; END IF; RETURN NEW; END $$`,
    );
    await pool.query('CREATE TRIGGER refuse_it BEFORE INSERT ON assessment FOR EACH ROW EXECUTE FUNCTION refuse_it()');
    const results = await batch([pledgeBody(), pledgeBody({ pledge: { id: 'refused' } }), pledgeBody()]);
    expect(results.map(({ problem }) => problem?.status)).toEqual([undefined, 500, undefined]);
    expect(results[1]?.problem?.detail).not.toContain('no');
    await pool.query('DROP TRIGGER refuse_it ON assessment');
  });

  it('acts out what a test key asks for, pledge by pledge', async () => {
    const of = (id: string) => pledgeBody({ pledge: { id } });
    const results = await batch([of('test_reject-1'), of('test_unavailable-1'), of('test_accept-1')], keys.test);
    expect(results.map(({ assessment, problem }) => assessment?.disposition.action ?? problem?.status)).toEqual([
      'reject',
      503,
      'accept',
    ]);
    expect(results[0]?.assessment?.live).toBe(false);
  });

  it('is bounded, in pledges and in bytes', async () => {
    const of = (count: number, text: string) => ({ pledges: Array.from({ length: count }, () => text) });
    await post('/v1/pledges/score/batch', of(201, ''), keys.live).expect(400);
    await post('/v1/pledges/score/batch', of(0, ''), keys.live).expect(400);
    await post('/v1/pledges/score/batch', of(200, 'x'.repeat(5_250)), keys.live).expect(413);
    expect(await batch(of(200, '').pledges)).toHaveLength(200);
  });
});
