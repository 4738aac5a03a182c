import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CaseView, QueueBody } from '#libs/contracts';
import { queueSchema } from '#libs/contracts';
import { CaseService, ConfigurationService, PolicyService, QueueService, ScoringService } from '#libs/trust';
import { handClock, reviewer, runReview, scored } from '../support/review.js';
import { pledgeBody, riskTest, type RiskTest } from '../support/risk.js';
import { until } from '../support/until.js';

const hour = 3_600_000;

describe('cases', () => {
  const clock = handClock();
  let test: RiskTest;
  let cases: CaseService;
  let queues: QueueService;
  const admin = reviewer('admin', 'admin');

  beforeAll(async () => {
    test = await riskTest({ clock });
    cases = test.service.app.get(CaseService, { strict: false });
    queues = test.service.app.get(QueueService, { strict: false });
    // Whatever is scored is reviewed.
    const policy = test.service.app.get(PolicyService, { strict: false });
    const thresholds = { review_at: 0, reject_at: 100, elevated_at: 5, highest_at: 50 };
    const { version } = await policy.change(thresholds, admin);
    const configuration = test.service.app.get(ConfigurationService, { strict: false });
    await until(async () => configuration.current().policy.version === version);
  });
  afterAll(() => test.close());

  const put = (key: string, body: Partial<QueueBody>) =>
    queues.put(key, queueSchema.parse({ name: key, ...body }), admin);
  const caseOf = async (entity_kind: CaseView['entity_kind'], entity_id: string): Promise<CaseView | undefined> =>
    (await cases.list({ entity_kind, entity_id, offset: 0, limit: 10 })).cases[0];
  const run = () => runReview(test, clock);
  const pool = () => test.database.database.pool;

  it('a burst of 300 pledges and their revisions is one case of their backer, whoever brings them there', async () => {
    const burst = Array.from({ length: 300 }, () => scored(test, { pledge: { backer_id: 'burst' } }));
    const [first] = await Promise.all(burst);
    await scored(test, { pledge: { id: first?.pledge_id, backer_id: 'burst', amount: 9_000 } });
    const { rows } = await pool().query('SELECT count(*)::int AS waiting FROM review_arrival');
    expect(rows).toEqual([{ waiting: 301 }]);
    await Promise.all([run(), run(), run()]);
    const all = await cases.list({ entity_kind: 'backer', entity_id: 'burst', offset: 0, limit: 10 });
    expect(all.cases).toMatchObject([{ state: 'open', cause: 'risky', pledges: 300, revisions: 301, undecided: 300 }]);
    expect(all.cases[0]?.amount).toBe(299 * 2_500 + 9_000);
    expect((await pool().query('SELECT FROM review_arrival')).rowCount).toBe(0);
  });

  it('is about the card of a pledge without a backer, then about its device, and at last about itself', async () => {
    const unknown = { backer_id: undefined };
    const byCard = await scored(test, { pledge: unknown });
    const byDevice = await scored(test, {
      pledge: unknown,
      credit_card: { token: undefined },
      device: { id: 'dev-1' },
    });
    const byItself = await scored(test, {
      pledge: unknown,
      credit_card: { token: undefined },
      device: { id: undefined },
    });
    await run();
    expect(await caseOf('card', byCard.card ?? '')).toMatchObject({ pledges: 1 });
    expect(await caseOf('device', 'dev-1')).toMatchObject({ pledges: 1 });
    expect(byDevice.card).toBeNull();
    expect(await caseOf('pledge', byItself.pledge_id)).toMatchObject({ pledges: 1 });
  });

  it('opens in the first queue whose conditions hold', async () => {
    await put('large', { conditions: { min_amount: 100_000 }, place: 1 });
    const large = await scored(test, { pledge: { amount: 100_000 } });
    const small = await scored(test);
    await run();
    expect(await caseOf('backer', large.backer_id ?? '')).toMatchObject({ queue: 'large' });
    expect(await caseOf('backer', small.backer_id ?? '')).toMatchObject({ queue: 'default' });
  });

  it('is due by its promise, or the margin before the first deadline of a project in it, also when that is told later', async () => {
    await put('promised', { conditions: { projects: ['due-1', 'due-2'] }, promise_minutes: 600, place: 2 });
    const facts = (id: string, inMs: number) =>
      pool().query(
        `INSERT INTO project_fact (project_id, deadline, updated_at) VALUES ($1, $2, $3)
         ON CONFLICT (project_id) DO UPDATE SET deadline = EXCLUDED.deadline, updated_at = EXCLUDED.updated_at`,
        [id, new Date(clock.now() + inMs), new Date(clock.now())],
      );
    await facts('due-1', 8 * hour);
    await scored(test, { pledge: { backer_id: 'hurried', project_id: 'due-1' } });
    await scored(test, { pledge: { backer_id: 'calm', project_id: 'due-2' } });
    await run();
    const [hurried, calm] = [await caseOf('backer', 'hurried'), await caseOf('backer', 'calm')];
    // 8 h to the deadline less 6 h of margin; 10 h of promise.
    expect((hurried?.due_at.getTime() ?? 0) - clock.now()).toBeGreaterThan(1.9 * hour);
    expect((hurried?.due_at.getTime() ?? 0) - clock.now()).toBeLessThan(2 * hour);
    expect((calm?.due_at.getTime() ?? 0) - (calm?.opened_at.getTime() ?? 0)).toBe(10 * hour);
    await facts('due-2', 9 * hour);
    await run();
    expect(((await caseOf('backer', 'calm'))?.due_at.getTime() ?? 0) - clock.now()).toBeLessThan(3 * hour);
  });

  it('is taken by its time when it is due soon, else by what a minute of it is worth, and at last all are', async () => {
    await put('order', { conditions: { projects: ['order'] }, place: 3, promise_minutes: 600 });
    const pledged = (backer_id: string, amount: number) =>
      scored(test, { pledge: { backer_id, project_id: 'order', amount } });
    for (const [backer, amount] of [
      ['poor', 100],
      ['rich', 50_000],
      ['middle', 5_000],
      ['late', 1],
    ] as const)
      await pledged(backer, amount);
    await run();
    await pool().query(`UPDATE review_case SET due_at = $1 WHERE entity_id = 'late'`, [
      new Date(clock.now() + hour / 2),
    ]);
    const taken: string[] = [];
    for (let next = await cases.claimNext('order', reviewer('r1')); next.case !== null;) {
      taken.push(next.case.entity_id);
      next = await cases.claimNext('order', reviewer('r1'));
    }
    expect(taken).toEqual(['late', 'rich', 'middle', 'poor']);
  });

  it('is held by one, for as long as the lease lasts, and is then anybody’s', async () => {
    await put('leased', { conditions: { projects: ['leased'] }, place: 4, lease_minutes: 10 });
    await scored(test, { pledge: { backer_id: 'held', project_id: 'leased' } });
    await run();
    const claimed = await cases.claimNext('leased', reviewer('r1'));
    const id = claimed.case?.id ?? '';
    expect(claimed.case).toMatchObject({ state: 'claimed', claimed_by: 'r1', entity_id: 'held' });
    expect(await cases.claimNext('leased', reviewer('r2'))).toEqual({ case: null });
    await expect(cases.claim(id, reviewer('r2'))).rejects.toThrow(/Another reviewer/);
    await expect(cases.close(id, { close_reason: 'approved', reason: 'mine' }, reviewer('r2'))).rejects.toThrow();
    clock.move(10 * 60_000 + 1);
    expect(await cases.claimNext('leased', reviewer('r2'))).toMatchObject({ case: { id, claimed_by: 'r2' } });
    await expect(cases.claim(id, reviewer('r1'))).rejects.toThrow(/Another reviewer/);
    const soon = new Date(clock.now() + hour).toISOString();
    expect(await cases.wait(id, { until: soon, reason: 'the bank is asked' }, reviewer('r2'))).toMatchObject({
      state: 'waiting',
      claimed_by: null,
    });
    expect(await cases.claimNext('leased', reviewer('r1'))).toEqual({ case: null });
    clock.move(hour + 1);
    await run();
    expect((await cases.get(id)).state).toBe('open');
    await cases.escalate(id, { reason: 'too hard' }, reviewer('r1'));
    await expect(cases.claim(id, reviewer('r1'))).rejects.toThrow(/admin/);
    await cases.assign(id, { assignee: 'r3' }, admin);
    await expect(cases.claim(id, reviewer('r1'))).rejects.toThrow(/assigned/);
    expect(await cases.claim(id, reviewer('r3'))).toMatchObject({ claimed_by: 'r3', assignee: 'r3' });
    await cases.close(id, { close_reason: 'approved', reason: 'all is well' }, reviewer('r3'));
    await expect(cases.claim(id, reviewer('r3'))).rejects.toThrow(/closed/);
    await scored(test, { pledge: { backer_id: 'held', project_id: 'leased' } });
    await run();
    expect((await caseOf('backer', 'held'))?.id).not.toBe(id);
  });

  it('is claimed in a queue by its members only', async () => {
    await put('closed-shop', { conditions: { projects: ['shop'] }, place: 5, members: ['r9'] });
    await expect(cases.claimNext('closed-shop', reviewer('r1'))).rejects.toThrow(/members/);
    expect(await cases.claimNext('closed-shop', reviewer('r9'))).toEqual({ case: null });
    await scored(test, { pledge: { backer_id: 'shopper', project_id: 'shop' } });
    await run();
    const { id } = (await caseOf('backer', 'shopper')) as CaseView;
    await expect(cases.claim(id, reviewer('r1'))).rejects.toThrow(/members/);
    await cases.assign(id, { assignee: 'r1' }, admin);
    expect(await cases.claim(id, reviewer('r1'))).toMatchObject({ claimed_by: 'r1' });
  });

  it('is acted on by its queue’s policy when it is due, which is recorded, and waits for a person all the same where it held', async () => {
    const due = (at_due: QueueBody['at_due']) =>
      put(`due-${at_due}`, { conditions: { projects: [at_due] }, place: 6, at_due });
    await Promise.all([due('hold'), due('release'), due('cancel')]);
    const pledges = await Promise.all(
      ['hold', 'release', 'cancel'].map((project_id) =>
        scored(test, { pledge: { project_id, backer_id: `b-${project_id}` } }),
      ),
    );
    await run();
    clock.move(25 * hour);
    await run();
    const { rows } = await pool().query(
      `SELECT assessment.project_id, effective_action, effective_by, decision.made_by, decision.actor_id
       FROM assessment JOIN decision ON decision.id = decision_id WHERE pledge_id = ANY($1) ORDER BY project_id`,
      [pledges.map(({ pledge_id }) => pledge_id)],
    );
    const by = { effective_by: 'policy', made_by: 'policy' };
    expect(rows).toMatchObject([
      { project_id: 'cancel', effective_action: 'reject', actor_id: 'queue:due-cancel', ...by },
      { project_id: 'hold', effective_action: 'manual_review', actor_id: 'queue:due-hold', ...by },
      { project_id: 'release', effective_action: 'accept', actor_id: 'queue:due-release', ...by },
    ]);
    expect(await caseOf('backer', 'b-hold')).toMatchObject({ state: 'open', undecided: 1 });
    expect((await caseOf('backer', 'b-hold'))?.acted_at).not.toBeNull();
    expect(await caseOf('backer', 'b-cancel')).toBeUndefined();
    const audit = await pool().query(`SELECT actor_kind, action FROM audit WHERE actor_id = 'queue:due-cancel'`);
    expect(audit.rows).toEqual([{ actor_kind: 'system', action: 'decision.cancel' }]);
  });

  it('is counted: arrivals, decisions, backlog, overdue, ages', async () => {
    await put('counted', { conditions: { projects: ['counted'] }, place: 7, promise_minutes: 60 });
    const from = new Date(clock.now()).toISOString();
    for (const backer_id of ['c1', 'c2', 'c3']) await scored(test, { pledge: { backer_id, project_id: 'counted' } });
    await run();
    const first = await caseOf('backer', 'c1');
    await cases.close(first?.id ?? '', { close_reason: 'approved', reason: 'known to us' }, admin);
    clock.move(2 * hour);
    const to = new Date(clock.now()).toISOString();
    const stats = await queues.stats('counted', { from, to });
    expect(stats).toMatchObject({ arrivals: 3, decisions: 1, by_policy: 0, backlog: 2, overdue: 2 });
    expect(stats.age_p50).toBeGreaterThanOrEqual(2 * 3_600 - 60);
    expect(stats.age_p90).toBeGreaterThanOrEqual(stats.age_p50 ?? Infinity);
    await expect(queues.stats('counted', { from: to, to: from })).rejects.toThrow(/empty/);
    expect(await queues.stats('counted', { from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' })).toMatchObject({
      backlog: 0,
      age_p50: null,
    });
  });

  it('leaves out what a test key scored', async () => {
    const before = await pool().query('SELECT count(*) FROM review_arrival');
    const scoring = test.service.app.get(ScoringService, { strict: false });
    const answer = await scoring.score(pledgeBody({ pledge: { id: 'test_review_1' } }) as never, false);
    expect(answer.disposition.action).toBe('manual_review');
    expect((await pool().query('SELECT count(*) FROM review_arrival')).rows).toEqual(before.rows);
  });
});
