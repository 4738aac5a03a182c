import { afterAll, beforeAll, expect, it } from '@jest/globals';
import request from 'supertest';
import { FlagService } from '../support/flags.js';
import { OfrepDescription } from '../support/ofrep.js';
import { describeShared } from '../support/shared.js';

const bulk = '/ofrep/v1/evaluate/flags';

describeShared('at the edges of OFREP', 'data/ofrep/openapi.yaml', (file) => {
  let flags: FlagService;
  let key: string;

  const ask = (path: string, token = key) =>
    request(flags.service.app.getHttpServer())
      .post(path)
      // One and the same, as clients have it: links lead to where they asked.
      .set('host', 'flags.example.com')
      .set('authorization', `Bearer ${token}`)
      .send({ context: { targetingKey: 'u1', staff: true } });

  beforeAll(async () => {
    flags = await FlagService.start();
    key = await flags.service.key();
    const rules = [{ id: 'vip_staff', kind: 'force', value: true, condition: { staff: true } }];
    await flags.publish('staff', { rules });
  });
  afterAll(() => flags.close());

  it.each([
    ['too long a key', 'x'.repeat(513), 404, 'FLAG_NOT_FOUND'],
    ['a key that is no UTF-8', '%zz', 400, 'GENERAL'],
  ])('refuses %s in the protocol’s words', async (_, flag, status, errorCode) => {
    const answer = await ask(`${bulk}/${flag}`);
    const body = { key: flag.slice(0, 100), errorCode, errorDetails: expect.any(String) };
    expect([answer.status, answer.body]).toEqual([status, body]);
    expect(new OfrepDescription(file).faultsOf(`${bulk}/any`, answer.status, answer.body)).toEqual([]);
  });

  it('names rules to the app’s key, and never to a client’s', async () => {
    for (const evaluation of ['local', 'remote'] as const) {
      const client = await flags.service.key({ kind: 'client', evaluation });
      for (const path of [bulk, `${bulk}/staff`]) {
        expect((await ask(path).expect(200)).text).toContain('vip_staff');
        expect((await ask(path, client).expect(200)).text).not.toContain('vip_staff');
      }
    }
  });

  it('gives a 304 no length: it would be another one than that of the whole answer', async () => {
    const tag = (await ask(bulk)).headers['etag'] ?? '';
    const again = await ask(bulk).set('if-none-match', tag).expect(304);
    expect(again.headers).not.toHaveProperty('content-length');
  });
});
