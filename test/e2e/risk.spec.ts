import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import request from 'supertest';
import type { Assessment } from '#libs/contracts';
import { read } from '../support/repository.js';
import { pledgeBody, riskTest, type RiskTest } from '../support/risk.js';

const visa = '4111 1111 1111 1111';

describe('POST /v1/pledges/score', () => {
  let test: RiskTest;
  let live: string;
  let sandbox: string;

  beforeAll(async () => {
    test = await riskTest();
    live = await test.service.key();
    sandbox = await test.service.key({ live: false, name: 'sandbox' });
  });
  afterAll(() => test.close());

  const post = (path: string, body: object, key = live) =>
    request(test.service.app.getHttpServer()).post(path).set('authorization', `Bearer ${key}`).send(body);
  const get = (path: string, key = live) =>
    request(test.service.app.getHttpServer()).get(path).set('authorization', `Bearer ${key}`);
  const score = async (body: object, key = live): Promise<Assessment> => {
    const answer = await post('/v1/pledges/score', body, key);
    if (answer.status !== 200) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body as Assessment;
  };
  const oddsOf = (percent: number): number => Math.log(percent / (100 - percent));

  it('answers with a score, a disposition, reasons that add up, versions and warnings', async () => {
    const answer = await score(pledgeBody());
    expect(answer).toMatchObject({
      revision: 1,
      live: true,
      late: false,
      disposition: { action: 'accept', reason: 'default', rule_label: null },
      effective: { action: 'accept', by: 'assessment' },
      degraded: ['geo'],
      base_amount: 2_500,
      features: { card_pledges_1h: 0, base_amount: 2_500, email_domain: 'example.com' },
    });
    expect(answer.risk_score).toBeGreaterThanOrEqual(0.01);
    expect(answer.versions).toMatchObject({ model: 'prior-1', epoch: 1, geo: 'none' });
    expect(answer.as_of).toMatch(/^\d{4}-.*\.\d{6}Z$/);
  });

  it('starts with a missing and a corrupt geo file, says so in readiness, and answers degraded', async () => {
    const { body } = await request(test.service.app.getHttpServer()).get('/health/ready').expect(200);
    expect(JSON.stringify(body.degraded)).toContain('/nonexistent/city.mmdb');
    const answer = await score(pledgeBody());
    expect(answer.degraded).toContain('geo');
    expect(answer.warnings).toMatchObject([{ code: 'GEO_UNAVAILABLE' }]);
  });

  it('adds up for whatever body: the contributions are the log-odds within 1e-9', async () => {
    const text = fc.string({ maxLength: 20 });
    const group = fc.dictionary(fc.constantFrom('country', 'token', 'address', 'funding', 'cvv_result', 'x'), text);
    const bodies = fc.record({ billing: group, shipping: group, email: group, credit_card: group, amount: fc.nat() });
    await fc.assert(
      fc.asyncProperty(bodies, async ({ amount, ...groups }) => {
        const answer = await post('/v1/pledges/score', pledgeBody({ ...groups, pledge: { amount } }));
        // Now and then a random text is a card number.
        if (answer.status === 400) return;
        const { risk_score, log_odds, risk_score_reasons } = answer.body as Assessment;
        const sum = risk_score_reasons.reduce((total, { contribution }) => total + contribution, 0);
        expect(Math.abs(sum - oddsOf(risk_score))).toBeLessThan(1e-9);
        expect(Math.abs(sum - log_odds)).toBeLessThan(1e-9);
        for (const { contribution, multiplier } of risk_score_reasons)
          expect(multiplier).toBeCloseTo(Math.exp(contribution), 9);
      }),
      { numRuns: 40 },
    );
  });

  it('gives the same body the same answer, and a raised pledge a revision of its own', async () => {
    const body = pledgeBody();
    const first = await score(body);
    expect(await score(body)).toEqual(first);
    expect(await score({ ...body, budget_ms: 1_000 })).toEqual(first);
    const raised = await score({ ...body, pledge: { ...(body['pledge'] as object), amount: 1_000_000 } });
    expect(raised).toMatchObject({ revision: 2, features: { card_pledges_1h: 1, card_amount_24h: 2_500 } });
    const { body: shown } = await get(`/v1/pledges/${raised.pledge_id}/assessment`).expect(200);
    expect(shown).toMatchObject({
      revision: 2,
      id: raised.id,
      history: [{ revision: 2 }, { revision: 1, id: first.id }],
    });
    const later = await score(pledgeBody({ credit_card: { token: first.card } }));
    expect(later.features).toMatchObject({ card_pledges_1h: 2, card_amount_24h: 1_000_000 });
  });

  it('makes one of concurrent duplicates, and counts them once', async () => {
    const body = pledgeBody();
    const answers = await Promise.all(Array.from({ length: 12 }, () => score(body)));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(new Set(answers.map(({ revision }) => revision))).toEqual(new Set([1]));
    const next = await score(pledgeBody({ credit_card: { token: answers[0]?.card } }));
    expect(next.features).toMatchObject({ card_pledges_1h: 1 });
  });

  it('gives concurrent changes of one pledge revisions of their own, without a gap', async () => {
    const body = pledgeBody();
    const raise = (amount: number) => score({ ...body, pledge: { ...(body['pledge'] as object), amount } });
    const answers = await Promise.all([100, 200, 300, 400, 500].map(raise));
    expect(new Set(answers.map(({ revision }) => revision))).toEqual(new Set([1, 2, 3, 4, 5]));
    const next = await score(pledgeBody({ credit_card: { token: answers[0]?.card } }));
    const sum = Number(next.features['card_amount_24h']);
    expect([100, 200, 300, 400, 500]).toContain(sum);
    expect(next.features['card_pledges_1h']).toBe(5);
  });

  it('scores in spite of a number beyond a double, unless it is the amount', async () => {
    const beyond = (body: object) =>
      request(test.service.app.getHttpServer())
        .post('/v1/pledges/score')
        .set('authorization', `Bearer ${live}`)
        .set('content-type', 'application/json')
        .send(JSON.stringify(body).replace('"BEYOND"', '1e400'));
    const places = { order: { amount: 'BEYOND' }, custom_inputs: { a: 'BEYOND' }, other: ['BEYOND'] };
    const pointers = ['/order/amount', '/custom_inputs/a', '/other'];
    for (const [index, [name, value]] of Object.entries(places).entries()) {
      const { warnings } = (await beyond(pledgeBody({ [name]: value })).expect(200)).body as Assessment;
      expect(warnings.map(({ input_pointer }) => input_pointer)).toContain(pointers[index]);
    }
    const { body } = await beyond(pledgeBody({ pledge: { amount: 'BEYOND' } })).expect(400);
    expect(body.problems).toMatchObject([{ pointer: '/pledge/amount' }]);
  });

  it('scores in spite of typing errors, and says where they are', async () => {
    const answer = await score(
      pledgeBody({
        device: { ip_address: '1.2.3' },
        email: { address: 'nobody' },
        billing: 'here',
        colour: 'blue',
        event: { time: '2026-04-31T10:00:00Z' },
        credit_card: { country: 'usa', number_of_stars: 3 },
        custom_inputs: { undeclared: 1 },
        pledge: { currency: 'XXX', backer_id: 7, time: '2100-01-01T00:00:00Z' },
        budget_ms: -1,
      }),
    );
    const told = answer.warnings.map(({ code, input_pointer }) => `${code} ${input_pointer}`);
    expect(told.toSorted((left, right) => (left < right ? -1 : 1))).toEqual([
      'CURRENCY_UNKNOWN /pledge/currency',
      'GEO_UNAVAILABLE /device/ip_address',
      'INPUT_INVALID /billing',
      'INPUT_INVALID /budget_ms',
      'INPUT_INVALID /credit_card/country',
      'INPUT_INVALID /device/ip_address',
      'INPUT_INVALID /email/address',
      'INPUT_INVALID /event/time',
      'INPUT_INVALID /pledge/backer_id',
      'INPUT_UNKNOWN /colour',
      'INPUT_UNKNOWN /credit_card/number_of_stars',
      'INPUT_UNKNOWN /custom_inputs/undeclared',
      'TIME_IN_FUTURE /pledge/time',
    ]);
    expect(answer).toMatchObject({ ip: null, backer_id: null, base_amount: null, late: false });
  });

  it.each([
    ['no pledge', { pledge: 'none' }, '/pledge'],
    ['no id', { pledge: { id: undefined } }, '/pledge/id'],
    ['a number as id', { pledge: { id: 7 } }, '/pledge/id'],
    ['no project', { pledge: { project_id: undefined } }, '/pledge/project_id'],
    ['an amount in text', { pledge: { amount: '25.00' } }, '/pledge/amount'],
    ['a broken amount', { pledge: { amount: 25.5 } }, '/pledge/amount'],
    ['a negative amount', { pledge: { amount: -1 } }, '/pledge/amount'],
    ['no currency', { pledge: { currency: undefined } }, '/pledge/currency'],
    ['a line break in the id', { pledge: { id: 'a\nb' } }, '/pledge/id'],
  ])('refuses %s by its pointer', async (_, changes, pointer) => {
    const { body } = await post('/v1/pledges/score', pledgeBody(changes)).expect(400);
    expect(body.problems.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  });

  it('refuses what is no JSON, not UTF-8, too deep or too large', async () => {
    const raw = (body: Buffer | string) =>
      request(test.service.app.getHttpServer())
        .post('/v1/pledges/score')
        .set('authorization', `Bearer ${live}`)
        .set('content-type', 'application/json')
        .send(body);
    await raw('{"pledge":').expect(400);
    await raw(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])).expect(400);
    await raw(`${'{"a":'.repeat(60)}1${'}'.repeat(60)}`).expect(400);
    await raw(JSON.stringify(pledgeBody({ note: 'x'.repeat(1_100_000) }))).expect(413);
  });

  it('refuses a card number wherever it is, and keeps it nowhere', async () => {
    const written: string[] = [];
    const spies = [process.stdout, process.stderr].map((stream) =>
      jest.spyOn(stream, 'write').mockImplementation((chunk) => {
        written.push(String(chunk));
        return true;
      }),
    );
    const places = [
      { credit_card: { token: visa } },
      { pledge: { id: '4111111111111111' } },
      { billing: { address: `card ${visa} please` } },
      { colour: { deep: [visa] } },
      { device: { session_age: 4_111_111_111_111_111 } },
      { [visa]: 1 },
    ];
    const answers = [];
    for (const changes of places) answers.push(await post('/v1/pledges/score', pledgeBody(changes)));
    for (const spy of spies) spy.mockRestore();
    expect(answers.map(({ status }) => status)).toEqual(places.map(() => 400));
    const digits = (text: string) => text.replaceAll(/\D/g, '');
    for (const { text } of answers) expect(digits(text)).not.toContain('4111111111111111');
    expect(digits(written.join(''))).not.toContain('4111111111111111');
    const { rows } = await test.database.database.pool.query(
      "SELECT count(*)::INT AS found FROM assessment WHERE regexp_replace(assessment::TEXT, '\\D', '', 'g') LIKE '%4111111111111111%'",
    );
    expect(rows[0].found).toBe(0);
  });

  it('judges a pledge that comes late by its own time, and never rejects it', async () => {
    const at = Date.now();
    const card = 'card-late';
    await score(pledgeBody({ credit_card: { token: card } }));
    const time = new Date(at - 30 * 60_000).toISOString();
    const answer = await score(pledgeBody({ credit_card: { token: card }, pledge: { time } }));
    expect(answer).toMatchObject({ late: true, features: { card_pledges_1h: 0 } });
    const old = new Date(at - 3 * 86_400_000).toISOString();
    const older = await score(pledgeBody({ pledge: { time: old } }));
    expect(older).toMatchObject({ late: true, degraded: ['velocity', 'geo'] });
  });

  it('converts by the latest rate not after the pledge’s day', async () => {
    const admin = await test.service.key({ scopes: ['policy:write'] });
    await request(test.service.app.getHttpServer())
      .put('/v1/rates')
      .set('authorization', `Bearer ${admin}`)
      .send({ rates: [{ currency: 'JPY', day: '2026-01-01', per_base: 100 }] })
      .expect(204);
    await eventually(async () => {
      const answer = await score(pledgeBody({ pledge: { currency: 'JPY', amount: 500 } }));
      expect(answer).toMatchObject({ base_amount: 500, currency: 'JPY', warnings: [{ code: 'GEO_UNAVAILABLE' }] });
    });
    const before = await score(pledgeBody({ pledge: { currency: 'JPY', time: '2025-06-01T00:00:00Z' } }));
    expect(before.base_amount).toBeNull();
  });

  it('keeps what a test key writes apart, and gives each disposition for the asking', async () => {
    const ask = (beginning: string) => score(pledgeBody({ pledge: { id: `${beginning}_${Math.random()}` } }), sandbox);
    expect(await ask('test_accept')).toMatchObject({ live: false, disposition: { action: 'accept' } });
    expect(await ask('test_review')).toMatchObject({ disposition: { action: 'manual_review' } });
    expect(await ask('test_reject')).toMatchObject({ disposition: { action: 'reject' }, risk_level: 'highest' });
    const told = [...read('docs/guides/scoring.md').matchAll(/^\| `(test_\w+)` +\| risk score ([\d.]+) /gm)];
    expect(told).toHaveLength(3);
    for (const [, beginning = '', points] of told)
      expect(await ask(beginning)).toMatchObject({ risk_score: Number(points) });
    expect((await ask('test_degraded')).degraded).toContain('velocity');
    await post('/v1/pledges/score', pledgeBody({ pledge: { id: 'test_unavailable' } }), sandbox).expect(503);
    // A live key's pledges are scored whatever they are called.
    expect(await score(pledgeBody({ pledge: { id: 'test_reject_live' } }))).toMatchObject({
      disposition: { action: 'accept' },
    });
    const body = pledgeBody({ credit_card: { token: 'card-sandbox' } });
    const mine = await score(body, sandbox);
    expect(await score(body, sandbox)).toEqual(mine);
    expect((await score(pledgeBody({ credit_card: { token: 'card-sandbox' } }))).features).toMatchObject({
      card_pledges_1h: 0,
    });
    await get(`/v1/pledges/${mine.pledge_id}/assessment`, live).expect(404);
    await get(`/v1/pledges/${mine.pledge_id}/assessment`, sandbox).expect(200);
  });
});

/** Until it holds; the test's own limit ends it. */
async function eventually(check: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (error instanceof Error && /^\d{3}:/.test(error.message)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
