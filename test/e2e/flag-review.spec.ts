import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { AccessModule } from '#libs/access';
import type { NewFlag, Principal } from '#libs/contracts';
import { FlagService } from '#libs/experimentation';
import { ExperimentModule } from '../../apps/experiment/src/experiment.module.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';

const person = (name: string): Principal => ({ kind: 'person', id: name, name, scopes: [], live: true });
const [ada, bob] = [person('Ada'), person('Bob')];
const machine: Principal = { ...ada, kind: 'app', id: 'key', name: 'deploys' };
const flag: NewFlag = {
  key: 'banner',
  type: 'boolean',
  description: '',
  default_value: false,
  rules: [],
  prerequisites: [],
  archived: false,
};

describe('a flag where a second person must approve', () => {
  let database: TestDatabase;
  let service: TestService;
  let flags: FlagService;

  beforeAll(async () => {
    database = await testDatabase();
    const environment = { DATABASE_URL: database.url, REDIS_URL: await testRedisUrl(), FLAG_REVIEW: 'required' };
    service = await testService({ modules: [AccessModule, ExperimentModule], environment });
    flags = service.app.get(FlagService, { strict: false });
  });
  afterAll(async () => {
    await service.close();
    await database.close();
  });

  it('is published once somebody else than its author has approved it as it is', async () => {
    expect(await flags.create(flag, ada)).toMatchObject({ needs_approval: true });
    await expect(flags.publish('banner', undefined, ada)).rejects.toMatchObject({ kind: 'conflict' });
    await expect(flags.approve('banner', undefined, ada)).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(flags.approve('banner', undefined, machine)).rejects.toMatchObject({ kind: 'forbidden' });
    expect(await flags.approve('banner', undefined, bob)).toMatchObject({
      needs_approval: false,
      approved_by: { name: 'Bob' },
    });
    // A change after it takes the approval away, also one by who gave it.
    await flags.edit('banner', { default_value: true }, bob);
    await expect(flags.publish('banner', undefined, bob)).rejects.toMatchObject({ kind: 'conflict' });
    await expect(flags.approve('banner', undefined, bob)).rejects.toMatchObject({ kind: 'forbidden' });
    await flags.approve('banner', { note: 'fine' }, ada);
    const published = await flags.publish('banner', undefined, bob);
    expect(published).toMatchObject({ published: { default_value: true }, draft: null, approved_by: null, version: 5 });
  });

  it('can be tried out, as it is answered by and as its draft would, with the reason', async () => {
    const token = await service.key({ name: 'analyst', scopes: ['flags:read'] });
    const ask = (body: object) =>
      request(service.app.getHttpServer()).post('/v1/flags/evaluate').set('x-api-key', token).send(body);
    const trial = { flag: 'banner', attributes: { id: 'u1', staff: true } };
    await flags.edit(
      'banner',
      { rules: [{ id: 'staff', kind: 'force', value: false, condition: { staff: true } }] },
      ada,
    );
    const published = await ask(trial).expect(200);
    expect(published.body).toEqual({
      flag: 'banner',
      value: true,
      source: 'defaultValue',
      rule: null,
      experiment: null,
    });
    const draft = await ask({ ...trial, draft: true }).expect(200);
    expect(draft.body).toMatchObject({ value: false, source: 'force', rule: 'staff' });
    await flags.discard('banner', undefined, ada);
    await ask({ ...trial, draft: true }).expect(409);
    await ask({ ...trial, flag: 'nothing' }).expect(404);
  });

  it('is found by a part of its key, with who changed it last', async () => {
    const { flags: found } = await flags.list({ search: 'ANN', type: 'boolean', limit: 10 });
    expect(found).toMatchObject([{ key: 'banner', changed_by: { name: 'Ada' } }]);
    expect((await flags.list({ type: 'json', limit: 10 })).flags).toEqual([]);
  });

  it('goes back at once: what it goes back to was approved', async () => {
    await flags.edit('banner', { default_value: false }, ada);
    await flags.approve('banner', undefined, bob);
    await flags.publish('banner', undefined, ada);
    await flags.edit('banner', { description: 'next' }, ada);
    const { published, draft } = await flags.rollback('banner', { to: 5 }, ada);
    expect([published?.default_value, draft?.description]).toEqual([true, 'next']);
  });

  it('of two drafts published at once sees the other: no cycle gets in between', async () => {
    const make = async (key: string, prerequisites: NewFlag['prerequisites']): Promise<void> => {
      await flags.create({ ...flag, key, default_value: true, prerequisites }, ada);
      await flags.approve(key, undefined, bob);
    };
    for (const key of ['left', 'right']) {
      await make(key, []);
      await flags.publish(key, undefined, ada);
    }
    for (const [key, other] of [
      ['left', 'right'],
      ['right', 'left'],
    ] as const) {
      await flags.edit(key, { prerequisites: [{ flag: other }] }, ada);
      await flags.approve(key, undefined, bob);
    }
    const both = await Promise.allSettled(['left', 'right'].map((key) => flags.publish(key, undefined, ada)));
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });
});
