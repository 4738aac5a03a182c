import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { Assessment } from '#libs/contracts';
import { pledgeBody, riskTest, type RiskTest } from '../support/risk.js';

interface Page {
  readonly assessments: readonly Assessment[];
  readonly next_cursor: string | null;
}

const day = (number: number): string => new Date(Date.UTC(2026, 5, number, 12)).toISOString();

describe('GET /v1/assessments', () => {
  let test: RiskTest;
  let key: string;

  /** What each pledge is found by; each has something that the others have not. */
  const pledges = [
    { id: 'small', amount: 1_000, backer: 'ann', card: 'card-a', ip: '81.2.69.1', project: 'one', at: day(1) },
    { id: 'middle', amount: 30_000, backer: 'ann', card: 'card-b', ip: '81.2.69.2', project: 'one', at: day(2) },
    { id: 'large', amount: 2_000_000, backer: 'bob', card: 'card-b', ip: '2001:db8::1', project: 'two', at: day(3) },
    { id: 'twin', amount: 2_000_000, backer: 'eve', card: 'card-c', ip: '81.2.69.1', project: 'two', at: day(3) },
  ] as const;
  const scores: Record<string, number> = {};

  beforeAll(async () => {
    test = await riskTest();
    key = await test.service.key({ scopes: ['assessments:read', 'pledges:score'] });
    for (const { id, amount, backer, card, ip, project, at } of pledges) {
      const pledge = { id, amount, project_id: project, backer_id: backer, time: at };
      const { risk_score } = await score({
        ...pledgeBody({ pledge, credit_card: { token: card } }),
        device: { ip_address: ip },
      });
      scores[id] = risk_score;
    }
    // A revision takes the place of the one before it: it is found by what it is now.
    await score(pledgeBody({ pledge: { id: 'raised', amount: 1, time: day(4) } }));
    await score(pledgeBody({ pledge: { id: 'raised', amount: 2, time: day(5) } }));
    const pool = test.database.database.pool;
    await pool.query("UPDATE assessment SET disposition = 'reject' WHERE pledge_id = 'large'");
    await pool.query("UPDATE assessment SET disposition = 'manual_review' WHERE pledge_id = 'twin'");
  });
  afterAll(() => test.close());

  const send = (method: 'get' | 'post', path: string, body?: object) =>
    request(test.service.app.getHttpServer())[method](path).set('authorization', `Bearer ${key}`).send(body);
  const score = async (body: object): Promise<Assessment> =>
    (await send('post', '/v1/pledges/score', body).expect(200)).body;
  const list = async (query: Readonly<Record<string, string>>): Promise<Page> =>
    (await send('get', `/v1/assessments?${new URLSearchParams(query).toString()}`).expect(200)).body;
  const found = async (query: Readonly<Record<string, string>>): Promise<string[]> =>
    (await list(query)).assessments.map(({ pledge_id }) => pledge_id).toSorted();

  it('has the latest revision of each pledge, newest first', async () => {
    const { assessments, next_cursor } = await list({});
    const ids = assessments.map(({ pledge_id }) => pledge_id);
    expect([ids[0], ...ids.slice(1, 3).toSorted(), ...ids.slice(3)]).toEqual([
      'raised',
      'large',
      'twin',
      'middle',
      'small',
    ]);
    expect(assessments[0]).toMatchObject({ revision: 2, amount: 2 });
    expect(next_cursor).toBeNull();
  });

  it.each<[string, Record<string, string>, string[]]>([
    ['address', { ip: '81.2.69.1' }, ['small', 'twin']],
    ['address in another spelling', { ip: '2001:0DB8:0:0::1' }, ['large']],
    ['backer', { backer: 'ann' }, ['middle', 'small']],
    ['card', { card: 'card-b' }, ['large', 'middle']],
    ['project', { project: 'two' }, ['large', 'twin']],
    ['disposition reject', { disposition: 'reject' }, ['large']],
    ['disposition review', { disposition: 'manual_review' }, ['twin']],
    ['disposition accept', { disposition: 'accept' }, ['middle', 'raised', 'small']],
    ['reason', { reason: 'AMOUNT' }, ['large', 'middle', 'twin']],
    ['a time on, that included', { from: day(3) }, ['large', 'raised', 'twin']],
    ['a time, that excluded', { to: day(3) }, ['middle', 'small']],
    ['two times', { from: day(2), to: day(3) }, ['middle']],
    ['several at once', { card: 'card-b', project: 'one', backer: 'ann', reason: 'AMOUNT', from: day(1) }, ['middle']],
    ['what nothing is', { card: 'card-b', backer: 'eve' }, []],
    ['what a revision was before', { from: day(4), to: day(5) }, []],
  ])('finds by %s', async (_, query, expected) => {
    for (const order of ['time', 'score']) expect(await found({ ...query, order })).toEqual(expected);
  });

  it('finds by score, both ends included', async () => {
    const least = Math.min(...Object.values(scores));
    const most = Math.max(...Object.values(scores));
    expect(most).toBeGreaterThan(least);
    for (const order of ['time', 'score']) {
      expect(await found({ order, min_score: String(most) })).toEqual(['large', 'twin']);
      const low = await found({ order, max_score: String(least) });
      expect(low).toContain('small');
      expect(low).not.toContain('twin');
      const between = { min_score: String(scores['middle']), max_score: String(scores['middle']) };
      expect(await found({ order, ...between })).toEqual(['middle']);
    }
  });

  it.each(['time', 'score'])('gives each once by %s, page by page, where values are equal too', async (order) => {
    const { assessments: all } = await list({ order });
    for (const limit of [1, 2, 3]) {
      const pages: string[] = [];
      let cursor: string | null = null;
      do {
        const query: Record<string, string> = { order, limit: String(limit), ...(cursor === null ? {} : { cursor }) };
        const page: Page = await list(query);
        expect(page.assessments.length).toBeLessThanOrEqual(limit);
        pages.push(...page.assessments.map(({ pledge_id }) => pledge_id));
        cursor = page.next_cursor;
      } while (cursor !== null);
      expect(pages).toEqual(all.map(({ pledge_id }) => pledge_id));
    }
    const filtered = await list({ order, card: 'card-b', limit: '1' });
    const rest = await list({ order, card: 'card-b', limit: '1', cursor: filtered.next_cursor ?? '' });
    expect([...filtered.assessments, ...rest.assessments].map(({ pledge_id }) => pledge_id)).toEqual([
      'large',
      'middle',
    ]);
    expect(rest.next_cursor).toBeNull();
  });

  it('goes by score from the riskiest', async () => {
    const { assessments } = await list({ order: 'score' });
    const given = assessments.map(({ risk_score }) => risk_score);
    expect(given).toEqual(given.toSorted((left, right) => right - left));
  });

  it.each([
    'cursor=bogus',
    'min_score=80&max_score=10',
    'disposition=maybe',
    'limit=201',
    'from=yesterday',
    'colour=blue',
  ])('refuses %s', async (query) => {
    await send('get', `/v1/assessments?${query}`).expect(400);
  });

  it('takes no cursor of another order', async () => {
    const { next_cursor } = await list({ order: 'score', limit: '1' });
    await send('get', `/v1/assessments?order=time&cursor=${next_cursor}`).expect(400);
  });
});
