import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import {
  decisionEffectSchema,
  type Assessment,
  type CaseView,
  type NewDecision,
  type ReviewDecision,
} from '#libs/contracts';
import { ConfigurationService, DecisionService, EffectService, NoteService } from '#libs/trust';
import { handClock, reviewer, runReview, scored } from '../support/review.js';
import { riskTest, type RiskTest } from '../support/risk.js';
import { until } from '../support/until.js';

describe('what follows from a decision', () => {
  const clock = handClock();
  let test: RiskTest;
  let decisions: DecisionService;
  const [alice, bob] = [reviewer('alice'), reviewer('bob')];

  beforeAll(async () => {
    test = await riskTest({ clock });
    decisions = test.service.app.get(DecisionService, { strict: false });
  });
  afterAll(() => test.close());

  const pool = () => test.database.database.pool;
  const put = (kind: 'backer' | 'creator' | 'card', action: 'cancel' | 'release', effect: object) =>
    test.service.app
      .get(EffectService, { strict: false })
      .put(kind, action, decisionEffectSchema.parse(effect), reviewer('admin', 'admin'));
  const decide = (changes: Partial<NewDecision> & Pick<NewDecision, 'subjects'>, actor = alice) =>
    decisions.decide({ action: 'cancel', reason: 'Stolen cards', ...changes }, actor);
  const held = async () =>
    (await pool().query(`SELECT list, kind, value, expires_at FROM list_entry WHERE removed_at IS NULL`)).rows;
  const labels = async (pledge: Assessment) =>
    (await pool().query(`SELECT label, known_at FROM pledge_label WHERE pledge_id = $1`, [pledge.pledge_id])).rows;
  const effective = async (pledge: Assessment) =>
    (
      await pool().query(
        `SELECT effective_action AS action, effective_by AS by FROM assessment WHERE latest AND pledge_id = $1`,
        [pledge.pledge_id],
      )
    ).rows[0];

  it('is a list entry that ends, a hold of what is not collected, and the rejection of what is new, until it is taken back', async () => {
    await put('backer', 'cancel', { list: 'block', list_days: 180, holds_uncollected: true });
    const earlier = await scored(test, { pledge: { backer_id: 'b1' } });
    const decided = await decide({ subjects: [{ kind: 'backer', id: 'b1' }] });
    const entry = { list: 'block', kind: 'backer', value: 'b1' };
    const [stored] = await held();
    expect(stored).toMatchObject(entry);
    expect(Math.round((stored.expires_at - clock.now()) / 86_400_000)).toBe(180);
    expect(await effective(earlier)).toEqual({ action: 'manual_review', by: 'policy' });
    const configuration = test.service.app.get(ConfigurationService, { strict: false });
    const isListed = () => configuration.current().lists.hits({ backer: 'b1' }, clock.now()).length > 0;
    await until(async () => isListed());
    expect(await scored(test, { pledge: { backer_id: 'b1' } })).toMatchObject({
      disposition: { action: 'reject', reason: 'list' },
    });
    await runReview(test, clock);
    expect(
      (await pool().query(`SELECT cause FROM review_case WHERE entity_id = 'b1' AND state = 'open'`)).rows,
    ).toEqual([{ cause: 'held' }]);
    await decisions.undo(decided.id, { reason: 'Not stolen' }, bob);
    expect(await held()).toEqual([]);
    expect(await effective(earlier)).toEqual({ action: 'accept', by: 'assessment' });
    await until(async () => !isListed());
  });

  it('of a creator enters each of its projects, and leaves alone what was on the list before', async () => {
    await put('creator', 'cancel', { list: 'block' });
    await pool().query(
      `INSERT INTO project_fact (project_id, creator_id, updated_at) VALUES ('cp1', 'c1', now()), ('cp2', 'c1', now())`,
    );
    await pool().query(
      `INSERT INTO list_entry (id, list, kind, value, reason, author, created_at)
       VALUES (gen_random_uuid(), 'block', 'project', 'cp1', 'before', 'somebody', now())`,
    );
    const decided = await decide({ subjects: [{ kind: 'creator', id: 'c1' }] });
    expect((await held()).map(({ value }) => value).toSorted((one, other) => (one < other ? -1 : 1))).toEqual([
      'cp1',
      'cp2',
    ]);
    await decisions.undo(decided.id, { reason: 'A mistake' }, bob);
    expect((await held()).map(({ value }) => value)).toEqual(['cp1']);
  });

  it('is a label that is known after its delay and not before, and never where it was taken back meanwhile', async () => {
    await put('card', 'cancel', { label_delay_minutes: 60 });
    const [told, undone] = [await scored(test), await scored(test)];
    const subjects = (pledge: Assessment) => [
      { kind: 'pledge' as const, id: pledge.pledge_id },
      { kind: 'card' as const, id: pledge.card ?? '' },
    ];
    await decide({ subjects: subjects(told), close_reason: 'refunded_as_fraud' });
    const second = await decide({ subjects: subjects(undone), label: 'spam_or_abuse' });
    await runReview(test, clock);
    expect(await labels(told)).toEqual([]);
    await decisions.undo(second.id, { reason: 'A mistake' }, bob);
    clock.move(3_600_001);
    const before = await scored(test, { credit_card: { token: told.card } });
    expect(before.features['card_frauds_30d']).toBe(0);
    expect(await runReview(test, clock)).toMatchObject({ labels: 1 });
    expect(await labels(told)).toMatchObject([{ label: 'suspected_fraud' }]);
    expect(await labels(undone)).toEqual([]);
    const after = await scored(test, { credit_card: { token: told.card } });
    expect(after.features['card_frauds_30d']).toBe(1);
  });

  it('is nothing before a second reviewer has approved it, who is another person', async () => {
    await put('card', 'release', { second_review: true });
    const pledge = await scored(test);
    const subjects = [
      { kind: 'pledge' as const, id: pledge.pledge_id },
      { kind: 'card' as const, id: pledge.card ?? '' },
    ];
    const proposed = await decide({ action: 'release', subjects });
    expect(proposed).toMatchObject({ state: 'proposed', sequence: null, pledges: [] });
    expect(await effective(pledge)).toMatchObject({ by: 'assessment' });
    await expect(decisions.answer(proposed.id, { approve: true }, alice)).rejects.toThrow(/somebody else/);
    await expect(decisions.undo(proposed.id, { reason: 'A mistake' }, bob)).rejects.toThrow(/not taken effect/);
    const approved = await decisions.answer(proposed.id, { approve: true }, bob);
    expect(approved).toMatchObject({ state: 'standing', actor: { id: 'alice' }, second: { id: 'bob' } });
    expect(approved.pledges).toHaveLength(1);
    expect(await effective(pledge)).toEqual({ action: 'accept', by: 'reviewer' });
    await expect(decisions.answer(proposed.id, { approve: false }, bob)).rejects.toThrow(/waits for nobody/);
    const other = await decide({ action: 'release', subjects });
    const refused = await decisions.answer(other.id, { approve: false }, bob);
    expect(refused).toMatchObject({ state: 'refused', sequence: null, pledges: [] });
  });

  describe('an appeal', () => {
    const appealed = async (): Promise<{ pledge: Assessment; key: string; opened: CaseView }> => {
      await pool().query(
        `INSERT INTO list_entry (id, list, kind, value, reason, author, created_at)
         VALUES (gen_random_uuid(), 'block', 'backer', 'wronged', 'x', 'x', now()) ON CONFLICT DO NOTHING`,
      );
      const configuration = test.service.app.get(ConfigurationService, { strict: false });
      await until(async () => configuration.current().lists.hits({ backer: 'wronged' }, clock.now()).length > 0);
      const pledge = await scored(test, { pledge: { backer_id: 'wronged' }, credit_card: { token: 'own-card' } });
      const key = await test.service.key();
      const { body } = await request(test.service.app.getHttpServer())
        .post(`/v1/pledges/${pledge.pledge_id}/appeal`)
        .set('authorization', `Bearer ${key}`)
        .send({ reason: 'It was me' })
        .expect(200);
      return { pledge, key, opened: body as CaseView };
    };

    it('that is approved lets the backer’s next attempt with the card through, once', async () => {
      const { pledge, opened } = await appealed();
      expect(pledge.disposition).toMatchObject({ action: 'reject', reason: 'list' });
      expect(opened).toMatchObject({ cause: 'appeal', entity_id: 'wronged', state: 'open' });
      await decide({ action: 'release', subjects: [{ kind: 'pledge', id: pledge.pledge_id }], case_id: opened.id });
      const attempt = (token: string) => scored(test, { pledge: { backer_id: 'wronged' }, credit_card: { token } });
      expect((await attempt('another-card')).effective.action).toBe('reject');
      const next = await attempt('own-card');
      expect(next).toMatchObject({
        disposition: { action: 'reject' },
        effective: { action: 'accept', by: 'reviewer' },
      });
      expect(await effective(next)).toEqual({ action: 'accept', by: 'reviewer' });
      expect((await attempt('own-card')).effective.action).toBe('reject');
    });

    it('that is approved and taken back lets nothing through', async () => {
      const { pledge, opened } = await appealed();
      const subjects = [{ kind: 'pledge' as const, id: pledge.pledge_id }];
      const decided = await decide({ action: 'release', subjects, case_id: opened.id });
      await decisions.undo(decided.id, { reason: 'A mistake' }, bob);
      const next = await scored(test, { pledge: { backer_id: 'wronged' }, credit_card: { token: 'own-card' } });
      expect(next.effective.action).toBe('reject');
    });
  });

  it('is told beside notes, and to those who watch', async () => {
    const notes = test.service.app.get(NoteService, { strict: false });
    const noted = { entity_kind: 'backer', entity_id: 'watched' } as const;
    await notes.add({ ...noted, text: 'Called: sounds right' }, alice);
    await notes.add({ ...noted, text: 'Called again' }, bob);
    expect((await notes.list(noted)).map(({ author_id }) => author_id)).toEqual(['bob', 'alice']);
    await notes.watch(noted, alice);
    expect(await notes.watches(alice)).toMatchObject([{ ...noted, new_answers: 0 }]);
    clock.move(1_000);
    await scored(test, { pledge: { backer_id: 'watched' } });
    expect(await notes.watches(alice)).toMatchObject([{ ...noted, new_answers: 1 }]);
    expect(await notes.watches(bob)).toEqual([]);
    await notes.unwatch(noted, alice);
    expect(await notes.watches(alice)).toEqual([]);
  });

  it('is set and read over HTTP, and never for what has none', async () => {
    const key = await test.service.key({ scopes: ['queues:write', 'reviews:read', 'reviews:write'] });
    const server = request(test.service.app.getHttpServer());
    const send = (method: 'get' | 'put' | 'post' | 'delete', path: string, body?: object) =>
      server[method](path).set('authorization', `Bearer ${key}`).send(body);
    const { body } = await send('put', '/v1/decision-effects/pledge/cancel', { list: 'block' }).expect(400);
    expect(body.problems).toMatchObject([{ pointer: '/list' }]);
    await send('put', '/v1/decision-effects/project/cancel', { holds_uncollected: true }).expect(200);
    const listed = await send('get', '/v1/decision-effects').expect(200);
    expect(listed.body.effects).toContainEqual(expect.objectContaining({ subject_kind: 'project', action: 'cancel' }));
    await send('get', '/v1/decisions/proposed').expect(200, { decisions: [] });
    await send('post', '/v1/notes', { entity_kind: 'backer', entity_id: 'x', text: 'y' }).expect(201);
    await send('get', '/v1/notes?entity_kind=backer&entity_id=x').expect(200);
    await send('post', '/v1/watches', { entity_kind: 'backer', entity_id: 'x' }).expect(204);
    await send('get', '/v1/watches').expect(200);
    await send('delete', '/v1/watches?entity_kind=backer&entity_id=x').expect(204);
    const decided: ReviewDecision[] = (await send('get', '/v1/decisions?limit=1').expect(200)).body.decisions;
    await send('post', `/v1/decisions/${decided[0]?.id}/answer`, { approve: true }).expect(409);
  });
});
