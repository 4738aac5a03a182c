import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { Assessment } from '#libs/contracts';
import { pledgeBody, riskTest, type RiskTest } from '../support/risk.js';

describe('values that no database stores', () => {
  let test: RiskTest;
  let key: string;
  beforeAll(async () => {
    test = await riskTest();
    key = await test.service.key();
  });
  afterAll(() => test.close());

  const get = (path: string) =>
    request(test.service.app.getHttpServer()).get(path).set('authorization', `Bearer ${key}`);
  const score = async (body: object): Promise<Assessment> => {
    const post = request(test.service.app.getHttpServer()).post('/v1/pledges/score');
    return (await post.set('authorization', `Bearer ${key}`).send(body).expect(200)).body as Assessment;
  };

  it.each([
    '0000-01-01T00:00:00Z',
    '0000-12-31T23:59:59+14:00',
    '0001-01-01T00:00:00+14:00',
    '0000-00-00T00:00:00Z',
    '9999-12-31T23:59:59-23:59',
  ])('scores a pledge of a time that there is not: %s', async (time) => {
    const told = (await score(pledgeBody({ pledge: { time }, event: { time } }))).warnings;
    expect(told.map(({ code, input_pointer }) => `${code} ${input_pointer}`)).toEqual(
      expect.arrayContaining(['INPUT_INVALID /pledge/time', 'INPUT_INVALID /event/time']),
    );
  });

  it('scores what lies at the ends of what can be stored', async () => {
    const far = { session_age: 1e308 };
    const answer = await score(
      pledgeBody({
        pledge: { time: '0001-01-01T00:00:00Z', amount: Number.MAX_SAFE_INTEGER },
        event: { time: '2026-01-01T00:00:00+23:59' },
        order: { amount: 5e-324, currency: 'KWD' },
        device: far,
      }),
    );
    expect(answer).toMatchObject({ late: true });
  });

  it.each([
    ['?cursor', `cursor=${Buffer.from('["1","01a227fb-d7a8-7d80-a6bd-f898571f8bc2"]').toString('base64url')}`],
    ['?cursor', `order=score&cursor=${Buffer.from(JSON.stringify([99, '-'.repeat(36)])).toString('base64url')}`],
    ['?from', 'from=0000-01-01T00:00:00Z'],
    ['?to', 'to=2026-01-01T00:00:00%2B23:00'],
  ])('refuses a listing by %s that no store could read: %s', async (pointer, query) => {
    const { body } = await get(`/v1/assessments?${query}`).expect(400);
    expect(body.problems).toMatchObject([{ pointer }]);
  });
});
