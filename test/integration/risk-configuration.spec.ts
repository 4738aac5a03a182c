import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import request from 'supertest';
import { scopes, type PolicyView } from '#libs/contracts';
import { ConfigurationService } from '#libs/trust';
import { RiskModule } from '../../apps/risk/src/risk.module.js';
import { pledgeBody, riskTest } from '../support/risk.js';
import { testService } from '../support/service.js';

it('scores by the last configuration in a process that starts without Postgres on a new disk', async () => {
  const objects = mkdtempSync(join(tmpdir(), 'verdict-objects-'));
  const environment = { BUCKET_URL: `file:${objects}` };
  const test = await riskTest({ environment });
  const authorization = `Bearer ${await test.service.key({ scopes: [...scopes] })}`;
  const policy = { elevated_at: 11, review_at: 22, highest_at: 33, reject_at: 44 };
  await request(test.service.app.getHttpServer()).put('/v1/policy').set({ authorization }).send(policy).expect(200);
  await test.service.app.get(ConfigurationService, { strict: false }).refresh();
  await test.close();

  const late = await testService({
    modules: [RiskModule],
    environment: {
      ...environment,
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
      REDIS_URL: test.redisUrl,
      GEO_CITY_PATH: '/nonexistent/city.mmdb',
      GEO_ASN_PATH: '/nonexistent/asn.mmdb',
    },
  });
  const { thresholds } = late.app.get(ConfigurationService, { strict: false }).current().policy;
  expect(thresholds).toEqual({ elevated: 11, review: 22, highest: 33, reject: 44 });
  const server = late.app.getHttpServer();
  const scored = await request(server).post('/v1/pledges/score').set({ authorization }).send(pledgeBody()).expect(200);
  expect(scored.body.degraded).toContain('postgres');
  await late.close();
  rmSync(objects, { recursive: true, force: true });
});

it('shows an override until its time is over, and no longer', async () => {
  const hour = 3_600_000;
  let ahead = 0;
  const test = await riskTest({ clock: { now: () => Date.now() + ahead } });
  const authorization = `Bearer ${await test.service.key({ scopes: [...scopes] })}`;
  const send = async (method: 'get' | 'put' | 'post', path: string, body?: object): Promise<PolicyView> =>
    (await request(test.service.app.getHttpServer())[method](path).set({ authorization }).send(body).expect(200)).body;
  const override = { action: 'manual_review', until: new Date(Date.now() + hour).toISOString() };
  await send('post', '/v1/policy/override', override);
  expect(await send('get', '/v1/policy')).toMatchObject({ override });
  ahead = hour + 1_000;
  expect(await send('get', '/v1/policy')).toMatchObject({ override: null });
  const { version, override: _, ...thresholds } = await send('get', '/v1/policy');
  expect(await send('put', '/v1/policy', thresholds)).toMatchObject({ override: null, version: version + 1 });
  await test.close();
});
