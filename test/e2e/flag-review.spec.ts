import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { AccessModule, KeyService } from '#libs/access';
import type { FlagView, NewFlag, Principal } from '#libs/contracts';
import { FlagService } from '#libs/experimentation';
import { ExperimentModule } from '../../apps/experiment/src/experiment.module.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';

const person = (name: string): Principal => ({ kind: 'person', id: name, name, scopes: [], live: true });
const [ada, bob, cyd] = [person('Ada'), person('Bob'), person('Cyd')];
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
  const approve = async (key: string, actor: Principal): Promise<FlagView> =>
    flags.approve(key, { version: (await flags.get(key)).version, note: 'fine' }, actor);

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
    expect(await approve('banner', bob)).toMatchObject({
      needs_approval: false,
      approved_by: { name: 'Bob' },
    });
    // A change after it takes the approval away, also one by who gave it.
    await flags.edit('banner', { default_value: true }, bob);
    await expect(flags.publish('banner', undefined, bob)).rejects.toMatchObject({ kind: 'conflict' });
    await expect(flags.approve('banner', undefined, bob)).rejects.toMatchObject({ kind: 'forbidden' });
    // She wrote a part of it too.
    await expect(flags.approve('banner', undefined, ada)).rejects.toThrow('Ada has written a part of this draft');
    await approve('banner', cyd);
    const published = await flags.publish('banner', undefined, bob);
    expect(published).toMatchObject({ published: { default_value: true }, draft: null, approved_by: null, version: 5 });
  });

  it('is approved in the version that was read, and in no other', async () => {
    const { version } = await flags.create({ ...flag, key: 'moving' }, ada);
    const refused = { kind: 'conflict', problems: [{ pointer: '/version', rule: 'version_read' }] };
    await expect(flags.approve('moving', undefined, bob)).rejects.toMatchObject(refused);
    await expect(flags.approve('moving', { note: 'fine' }, bob)).rejects.toMatchObject(refused);
    await flags.edit('moving', { default_value: true }, ada);
    await expect(flags.approve('moving', { version }, bob)).rejects.toMatchObject({
      kind: 'conflict',
      problems: [{ pointer: '/version', rule: 'latest_version' }],
    });
    expect(await flags.get('moving')).toMatchObject({ version: version + 1, approved_by: null });
    await flags.approve('moving', { version: version + 1 }, bob);
  });

  it('is approved by nobody whose key wrote a part of it, also by way of another key', async () => {
    const keys = service.app.get(KeyService, { strict: false });
    const made = async (name: string, actor: Principal): Promise<Principal> => {
      const { id } = await keys.add({ kind: 'app', name, live: true, scopes: ['flags:write', 'keys:write'] }, actor);
      return { ...machine, id, name, scopes: ['flags:write', 'keys:write'] };
    };
    const first = await made('first', { ...ada, scopes: ['flags:write', 'keys:write'] });
    const second = await made('second', first);
    await flags.create({ ...flag, key: 'keyed' }, second);
    const refused = 'Ada has made the key second, which has written a part of this draft';
    await expect(flags.approve('keyed', undefined, ada)).rejects.toThrow(refused);
    await approve('keyed', bob);
    await flags.publish('keyed', undefined, ada);
    // What was published is no part of the next draft.
    await flags.edit('keyed', { description: 'next' }, bob);
    expect(await approve('keyed', ada)).toMatchObject({ approved_by: { name: 'Ada' } });
    await flags.edit('keyed', { description: 'last' }, first);
    await expect(flags.approve('keyed', undefined, ada)).rejects.toThrow('has made the key first');
    await expect(flags.approve('keyed', undefined, bob)).rejects.toThrow('Bob has written');
    await flags.discard('keyed', undefined, ada);
  });

  it('keeps the groups that it was approved with', async () => {
    const token = await service.key({ name: 'analyst', scopes: ['flags:read', 'flags:write'] });
    const put = (key: string, body: object) =>
      request(service.app.getHttpServer()).put(`/v1/saved-groups/${key}`).set('x-api-key', token).send(body);
    const staff = { kind: 'list', attribute: 'email', values: ['a@example.com'] };
    await put('staff', staff).expect(200);
    await put('inner', { kind: 'condition', condition: { email: { $inGroup: 'staff' } } }).expect(200);
    const condition = { $savedGroup: { id: 'inner' } };
    const rules: NewFlag['rules'] = [{ id: 'in', kind: 'force', value: true, condition }];
    await flags.create({ ...flag, key: 'grouped', rules }, ada);
    await put('staff', { ...staff, values: ['b@example.com'] }).expect(200);
    await approve('grouped', bob);
    await put('staff', staff).expect(409, /counts in grouped, as it was approved.*Make another group and a draft/);
    await flags.publish('grouped', undefined, ada);
    await put('staff', staff).expect(409);
    await put('inner', { kind: 'condition', condition: { email: 'c@example.com' } }).expect(409);
    await put('staff', { ...staff, values: ['b@example.com'], description: 'Ours.' }).expect(200);
    await put('another', staff).expect(200);
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
      bandit: null,
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
    await approve('banner', bob);
    await flags.publish('banner', undefined, ada);
    await flags.edit('banner', { description: 'next' }, ada);
    const { published, draft } = await flags.rollback('banner', { to: 5 }, ada);
    expect([published?.default_value, draft?.description]).toEqual([true, 'next']);
  });

  it('of two drafts published at once sees the other: no cycle gets in between', async () => {
    const make = async (key: string, prerequisites: NewFlag['prerequisites']): Promise<void> => {
      await flags.create({ ...flag, key, default_value: true, prerequisites }, ada);
      await approve(key, bob);
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
      await approve(key, bob);
    }
    const both = await Promise.allSettled(['left', 'right'].map((key) => flags.publish(key, undefined, ada)));
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });
});
