import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { scopes, type Assessment, type ListEntryPage, type ListEntryView } from '#libs/contracts';
import { ConfigurationService } from '#libs/trust';
import { pledgeBody, riskTest, type RiskTest } from '../support/risk.js';

describe('lists', () => {
  let test: RiskTest;
  let admin: string;

  beforeAll(async () => {
    test = await riskTest();
    admin = await test.service.key({ name: 'ann', scopes: [...scopes] });
  });
  afterAll(() => test.close());

  const send = (method: 'post' | 'get', path: string, body?: object) =>
    request(test.service.app.getHttpServer())[method](path).set('authorization', `Bearer ${admin}`).send(body);
  const configuration = () => test.service.app.get(ConfigurationService, { strict: false });
  const score = async (changes: Readonly<Record<string, unknown>>): Promise<Assessment> => {
    await configuration().refresh();
    return (await send('post', '/v1/pledges/score', pledgeBody(changes)).expect(200)).body as Assessment;
  };
  const add = async (body: object, status = 201): Promise<ListEntryView> =>
    (await send('post', '/v1/lists/entries', { list: 'block', reason: 'seen before', ...body }).expect(status))
      .body as ListEntryView;
  const find = async (query: string): Promise<ListEntryPage> =>
    (await send('get', `/v1/lists/entries?${query}`).expect(200)).body as ListEntryPage;
  const remove = (id: string, status = 200) => send('post', `/v1/lists/entries/${id}/remove`).expect(status);

  it('decides by each kind of entry as soon as it is there, and no longer once it is removed', async () => {
    const entries: readonly (readonly [object, Readonly<Record<string, unknown>>])[] = [
      [{ kind: 'ip', value: '::ffff:198.51.100.7' }, { device: { ip_address: '198.51.100.7' } }],
      [{ kind: 'cidr', value: '203.0.113.77/24' }, { device: { ip_address: '203.0.113.9' } }],
      [{ kind: 'email', value: ' Bad@Example.ORG' }, { email: { address: 'bad@example.org' } }],
      [{ kind: 'domain', value: 'Evil.Example' }, { email: { address: 'anyone@evil.example' } }],
      [{ kind: 'card', value: 'fingerprint' }, { credit_card: { token: 'fingerprint' } }],
      [{ kind: 'device', value: 'd-1' }, { device: { id: 'd-1' } }],
      [{ kind: 'backer', value: 'b-1' }, { pledge: { backer_id: 'b-1' } }],
      [{ kind: 'project', value: 'p-1' }, { pledge: { project_id: 'p-1' } }],
    ];
    for (const [entry, pledge] of entries) {
      const { id, kind, author } = await add(entry);
      expect(author).toBe('ann');
      expect((await score(pledge)).disposition).toEqual({
        action: 'reject',
        reason: 'list',
        rule_label: `block ${kind}: seen before`,
      });
      await remove(id);
      expect((await score(pledge)).disposition.action).toBe('accept');
    }
  });

  it('refuses what is no value of its kind, is there already or has ended', async () => {
    await add({ kind: 'ip', value: '300.1.1.1' }, 400);
    await add({ kind: 'cidr', value: '10.0.0.0/40' }, 400);
    await add({ kind: 'card', value: '4111111111111111' }, 400);
    await add({ kind: 'domain', value: 'a@b.example' }, 400);
    await add({ kind: 'device', value: 'd', expires_at: '2020-01-01T00:00:00Z' }, 400);
    const { id } = await add({ kind: 'device', value: 'twice' });
    await add({ kind: 'device', value: 'twice' }, 409);
    await add({ list: 'allow', kind: 'device', value: 'twice' });
    await remove(id);
    await remove(id, 409);
    await add({ kind: 'device', value: 'twice' });
  });

  it('adds many at once, says which it refused, and finds them again in pages', async () => {
    const values = Array.from({ length: 1_000 }, (_, number) => `many-${number}`);
    const answer = async (body: object) =>
      (
        await send('post', '/v1/lists/entries/bulk', {
          list: 'watch',
          kind: 'backer',
          reason: 'a ring',
          ...body,
        }).expect(200)
      ).body;
    expect(await answer({ values: [...values, 'many-1'] })).toEqual({ added: 1_000, present: 1, refused: [] });
    expect(await answer({ values: ['many-5', 'new'] })).toEqual({ added: 1, present: 1, refused: [] });
    const networks = { kind: 'cidr', values: ['10.0.0.0/8', 'nowhere', '2001:db8::/32'] };
    expect(await answer(networks)).toMatchObject({ added: 2, refused: [{ index: 1, rule: 'cidr' }] });
    expect((await score({ pledge: { backer_id: 'many-77' } })).disposition).toMatchObject({ action: 'manual_review' });
    const first = await find('list=watch&kind=backer&limit=500');
    const second = await find(`list=watch&kind=backer&limit=500&before=${first.next}`);
    const last = await find(`list=watch&kind=backer&limit=500&before=${second.next}`);
    const found = [first, second, last].flatMap(({ entries }) => entries.map(({ value }) => value));
    expect(found.toSorted()).toEqual([...values, 'new'].toSorted());
    expect(last.next).toBeNull();
  });

  it('finds by a value, an address by its networks too, and keeps what was removed for who asks', async () => {
    await add({ kind: 'cidr', value: '192.0.2.0/24', reason: 'a network' });
    const { id } = await add({ kind: 'ip', value: '192.0.2.1', expires_at: '2999-01-01T00:00:00.900Z' });
    const reasons = async (query: string) => (await find(query)).entries.map(({ reason }) => reason);
    expect(await reasons('kind=ip&value=192.0.2.1')).toEqual(['seen before', 'a network']);
    await remove(id);
    expect(await reasons('kind=ip&value=192.0.2.1&list=block')).toEqual(['a network']);
    const [gone] = (await find('kind=ip&value=192.0.2.1&removed=true&author=ann')).entries;
    expect(gone).toMatchObject({ id, removed_by: 'ann', expires_at: '2999-01-01T00:00:00.000Z' });
    await send('get', '/v1/lists/entries?value=192.0.2.1').expect(400);
    const { body } = await send('get', `/v1/audit?subject_kind=list_entry&subject_id=${id}`).expect(200);
    expect(body.map(({ action }: { action: string }) => action)).toEqual(['list.remove', 'list.add']);
  });

  it('knows in a process that starts what is held, and what has ended in none', async () => {
    const { lists } = configuration().current();
    expect(lists.isComplete).toBe(true);
    await test.database.database.pool.query(
      `INSERT INTO list_entry (id, list, kind, value, reason, author, created_at, expires_at)
       VALUES (gen_random_uuid(), 'block', 'device', 'ended', 'old', 'ann', now() - interval '2 days', now() - interval '1 day')`,
    );
    expect((await score({ device: { id: 'ended' } })).disposition.action).toBe('accept');
    await add({ kind: 'device', value: 'ended' });
    expect((await score({ device: { id: 'ended' } })).disposition.action).toBe('reject');
    await expect(test.database.database.pool.query('DELETE FROM list_entry')).rejects.toThrow();
  });
});
