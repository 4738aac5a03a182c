import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { Assessment, EntityReview, FlipView } from '#libs/contracts';
import { ConfigurationService, DecisionService, NoteService, PolicyService, RuleService } from '#libs/trust';
import { handClock, reviewer, runReview, scored } from '../support/review.js';
import { riskTest, type RiskTest } from '../support/risk.js';
import { until } from '../support/until.js';

describe('everything about an entity', () => {
  const clock = handClock();
  const admin = reviewer('admin', 'admin');
  let test: RiskTest;
  let key: string;

  beforeAll(async () => {
    test = await riskTest({ clock });
    key = await test.service.key({ scopes: ['reviews:read', 'assessments:read', 'audit:read'] });
  });
  afterAll(() => test.close());

  const get = async <Body>(path: string, status = 200): Promise<Body> => {
    const server = request(test.service.app.getHttpServer());
    return (await server.get(path).set('authorization', `Bearer ${key}`).expect(status)).body as Body;
  };
  const setPolicy = async (review_at: number, reject_at: number): Promise<void> => {
    const policy = test.service.app.get(PolicyService, { strict: false });
    const { version } = await policy.change({ review_at, reject_at, elevated_at: 5, highest_at: 50 }, admin);
    const configuration = test.service.app.get(ConfigurationService, { strict: false });
    await until(async () => configuration.current().policy.version === version);
  };

  it('is its pledges, ring with flagged ones, places, decisions, cases and notes in one answer', async () => {
    const own = await scored(test, {
      pledge: { backer_id: 'centre' },
      device: { id: 'shared-device', ip_address: '81.2.69.160' },
      credit_card: { token: 'own-card' },
    });
    await scored(test, { pledge: { backer_id: 'centre', amount: 500 }, credit_card: { token: 'second-card' } });
    const linked = await scored(test, {
      pledge: { backer_id: 'by-device' },
      device: { id: 'shared-device' },
    });
    await scored(test, { pledge: { backer_id: 'by-card' }, credit_card: { token: 'own-card' } });
    await scored(test, { pledge: { backer_id: 'stranger' } });
    const decisions = test.service.app.get(DecisionService, { strict: false });
    const decide = (id: string) =>
      decisions.decide({ action: 'hold', subjects: [{ kind: 'pledge', id }], reason: 'To be seen' }, admin);
    await decide(linked.pledge_id);
    const decided = await decide(own.pledge_id);
    const notes = test.service.app.get(NoteService, { strict: false });
    await notes.add({ entity_kind: 'backer', entity_id: 'centre', text: 'Called' }, admin);
    await runReview(test, clock);

    const found = await get<EntityReview>('/v1/entities/backer/centre');
    expect(found.pledges).toMatchObject({ total: 2, flagged: 1, uncollected: 2, amount: 3_000 });
    expect(found.ring.values).toContainEqual({
      kind: 'device',
      value: 'shared-device',
      own_pledges: 1,
      pledges: 2,
      backers: 2,
      flagged: 2,
    });
    expect(found.ring.values).toContainEqual({
      kind: 'card',
      value: 'own-card',
      own_pledges: 1,
      pledges: 2,
      backers: 2,
      flagged: 1,
    });
    expect(found.ring.backers).toMatchObject([
      { backer_id: 'by-device', by: ['device'], pledges: 1, flagged: 1 },
      { backer_id: 'by-card', by: ['card'], pledges: 1, flagged: 0 },
    ]);
    expect(found.places.map(({ ip }) => ip)).toContain('81.2.69.160');
    expect(found.decisions.map(({ id }) => id)).toEqual([decided.id]);
    expect(found.notes).toMatchObject([{ text: 'Called' }]);
    expect(found.timeline).toEqual([]);
    const device = await get<EntityReview>('/v1/entities/device/shared-device');
    expect(device.ring.backers.map(({ backer_id }) => backer_id).toSorted()).toEqual([
      'by-card',
      'by-device',
      'centre',
    ]);
    expect((await get<EntityReview>('/v1/entities/card/never-seen')).pledges).toMatchObject({
      total: 0,
      last_at: null,
    });
    await get('/v1/entities/ip/1.2.3.4', 400);
    expect(await get('/v1/audit/verification')).toMatchObject({ intact: true, batches: 0, head: null, broken: null });
  });

  it('says which rule, if silenced, and which threshold, if moved, would have made another answer', async () => {
    const rules = test.service.app.get(RuleService, { strict: false });
    const rule = await rules.create({ label: 'Tiny', expression: 'base_amount < 50.0', action: 'reject' }, admin);
    await rules.change(rule.id, 'live', admin);
    const configuration = test.service.app.get(ConfigurationService, { strict: false });
    await until(async () => configuration.current().rules.has(rule.id));
    const flips = async (pledge: Assessment) => get<FlipView>(`/v1/pledges/${pledge.pledge_id}/flips`);
    const tiny = await scored(test, { pledge: { amount: 10 } });
    expect(await flips(tiny)).toMatchObject({
      disposition: { action: 'reject', reason: 'custom_rule' },
      rules: [{ id: rule.id, label: 'Tiny', disposition: 'accept' }],
      thresholds: [],
      missing: [],
    });
    const usual = await scored(test);
    const accepted = await flips(usual);
    const below = Math.floor(usual.risk_score * 100) / 100;
    expect(accepted.rules).toEqual([]);
    expect(accepted.thresholds).toContainEqual({
      name: 'review_at',
      from: 10,
      to: below,
      disposition: 'manual_review',
    });
    await setPolicy(0, 100);
    const reviewed = await scored(test);
    const { thresholds } = await flips(reviewed);
    const above = (Math.floor(reviewed.risk_score * 100) + 1) / 100;
    expect(thresholds).toEqual(
      expect.arrayContaining([
        { name: 'review_at', from: 0, to: above, disposition: 'accept' },
        { name: 'reject_at', from: 100, to: Math.floor(reviewed.risk_score * 100) / 100, disposition: 'reject' },
      ]),
    );
    await get('/v1/pledges/never-seen/flips', 404);
  });
});
