import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { OfrepBulk } from '#libs/contracts';
import { FlagService } from '../support/flags.js';

const limit = 3;

describe('what one address may ask by clients’ keys', () => {
  let flags: FlagService;
  let client: string;
  const ask = (from: string, key: string, to = flags) =>
    request(to.service.app.getHttpServer())
      .post('/ofrep/v1/evaluate/flags')
      .set({ authorization: `Bearer ${key}`, 'x-forwarded-for': from })
      .send({ context: { targetingKey: 'u1' } });

  beforeAll(async () => {
    flags = await FlagService.start({
      CLIENT_RATE_PER_ADDRESS: String(limit),
      RATE_LIMIT_PER_MINUTE: '20',
      EVENT_STREAMS_PER_ADDRESS: '1',
      TRUST_PROXY: 'true',
    });
    client = await flags.service.key({ kind: 'client' });
  });
  afterAll(() => flags.close());

  it('ends, with the time to come back, and takes nothing from the key that others have too', async () => {
    for (let count = 0; count < limit; count++) await ask('192.0.2.1', client).expect(200);
    for (let count = 0; count < 30; count++) {
      const { headers, body } = await ask('192.0.2.1', client).expect(429);
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
      expect(body.errorDetails).toContain('Too many requests');
    }
    await ask('192.0.2.1', await flags.service.key({ kind: 'client', name: 'another' })).expect(429);
    await ask('192.0.2.2', client).expect(200);
  });

  it('holds as many streams open as it may, by whichever key and protocol', async () => {
    await flags.service.app.listen(0, '127.0.0.1');
    const url = await flags.service.app.getUrl();
    const reading = new AbortController();
    const from = (address: string) => ({ headers: { 'x-forwarded-for': address }, signal: reading.signal });
    const { body } = await ask('2001:db8:1:9::9', client).expect(200);
    const link = new URL((body as OfrepBulk).eventStreams?.[0]?.url ?? '');
    const events = `${url}${link.pathname}${link.search}`;
    const another = await flags.service.key({ kind: 'client', name: 'streams' });
    try {
      expect((await fetch(`${url}/sub/${another}`, from('2001:db8:1:2::1'))).status).toBe(200);
      const refused = await fetch(events, from('2001:db8:1:2:ffff::1'));
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30']);
      expect((await fetch(events, from('2001:db8:1:3::1'))).status).toBe(200);
    } finally {
      reading.abort();
    }
  });

  it('is no limit of other keys', async () => {
    const app = await flags.service.key({ name: 'server' });
    for (let count = 0; count <= limit; count++) await ask('192.0.2.3', app).expect(200);
  });

  it('counts the connection’s own address where no proxy is trusted', async () => {
    const direct = await FlagService.start({ CLIENT_RATE_PER_ADDRESS: String(limit) });
    try {
      const key = await direct.service.key({ kind: 'client' });
      for (let count = 0; count < limit; count++) await ask(`192.0.2.${count}`, key, direct).expect(200);
      await ask('192.0.2.99', key, direct).expect(429);
    } finally {
      await direct.close();
    }
  });
});
