import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { Assessment, CaseDetail, CaseList, DecisionPage, ReviewDecision } from '#libs/contracts';
import { ConfigurationService, DecisionService, PolicyService } from '#libs/trust';
import { handClock, reviewer, runReview, scored } from '../support/review.js';
import { riskTest, type RiskTest } from '../support/risk.js';
import { until } from '../support/until.js';

describe('decisions', () => {
  const clock = handClock();
  let test: RiskTest;
  let key: string;

  const thresholds = async (review_at: number): Promise<void> => {
    const policy = test.service.app.get(PolicyService, { strict: false });
    const body = { review_at, reject_at: 100, elevated_at: 5, highest_at: 50 };
    const { version } = await policy.change(body, reviewer('admin', 'admin'));
    const configuration = test.service.app.get(ConfigurationService, { strict: false });
    await until(async () => configuration.current().policy.version === version);
  };

  beforeAll(async () => {
    test = await riskTest({ clock });
    key = await test.service.key({ scopes: ['reviews:read', 'reviews:write', 'assessments:read', 'outcomes:write'] });
    await thresholds(0);
  });
  afterAll(() => test.close());

  const send = async <Body>(method: 'post' | 'get', path: string, status: number, body?: object): Promise<Body> => {
    const server = request(test.service.app.getHttpServer());
    const answer = await server[method](path).set('authorization', `Bearer ${key}`).send(body).expect(status);
    return answer.body as Body;
  };
  const decide = (body: object): Promise<ReviewDecision> => send('post', '/v1/decisions', 201, body);
  const effectiveOf = async (pledge: string): Promise<Assessment['effective']> =>
    (await send<Assessment>('get', `/v1/pledges/${pledge}/assessment`, 200)).effective;
  const ids = (pledges: readonly Assessment[]): string[] => pledges.map(({ pledge_id }) => pledge_id).toSorted();

  it('on a backer hold for the pledges in its case, close it, are told in their order, and are taken back at once', async () => {
    const pledges = [
      await scored(test, { pledge: { backer_id: 'b1' } }),
      await scored(test, { pledge: { backer_id: 'b1' } }),
    ];
    const other = await scored(test);
    await runReview(test, clock);
    const subjects = [{ kind: 'backer', id: 'b1' }];
    const decided = await decide({ action: 'cancel', subjects, reason: 'Stolen cards' });
    expect(decided).toMatchObject({ action: 'cancel', by: 'reviewer', close_reason: 'canceled', undone_by: null });
    expect(decided.pledges.map(({ pledge_id }) => pledge_id)).toEqual(ids(pledges));
    expect(await effectiveOf(pledges[0]?.pledge_id ?? '')).toMatchObject({ action: 'reject', by: 'reviewer' });
    expect(await effectiveOf(other.pledge_id)).toMatchObject({ action: 'manual_review', by: 'assessment' });
    const closed = await send<CaseList>('get', '/v1/cases?entity_kind=backer&entity_id=b1&state=closed', 200);
    expect(closed.cases).toMatchObject([{ close_reason: 'canceled', undecided: 0 }]);
    const detail = await send<CaseDetail>('get', `/v1/cases/${closed.cases[0]?.id}`, 200);
    expect(detail.items).toMatchObject([{ effective: 'reject' }, { effective: 'reject' }]);
    expect(detail.decisions).toMatchObject([{ id: decided.id }]);

    const path = `/v1/decisions/${decided.id}/undo`;
    const undone = await send<ReviewDecision>('post', path, 200, { reason: 'It was the wrong one' });
    expect(undone).toMatchObject({ action: 'undo', undoes: decided.id });
    expect(undone.pledges.map(({ effective }) => effective.action)).toEqual(['manual_review', 'manual_review']);
    expect(await effectiveOf(pledges[0]?.pledge_id ?? '')).toMatchObject({ action: 'manual_review', by: 'assessment' });
    await send('post', path, 409, { reason: 'Once more' });
    await runReview(test, clock);
    const again = await send<CaseList>('get', '/v1/cases?entity_kind=backer&entity_id=b1', 200);
    expect(again.cases).toMatchObject([{ state: 'open', cause: 'undone', pledges: 2 }]);

    const page = await send<DecisionPage>('get', '/v1/decisions?limit=1', 200);
    expect(page.decisions).toMatchObject([{ id: decided.id, undone_by: undone.id }]);
    const next = await send<DecisionPage>('get', `/v1/decisions?after=${page.next_after}`, 200);
    expect(next.decisions.map(({ id }) => id)).toEqual([undone.id]);
    const last = await send<DecisionPage>('get', `/v1/decisions?after=${next.next_after}`, 200);
    expect(last).toEqual({ decisions: [], next_after: next.next_after });
  });

  it('on a ring are one decision, and one undo', async () => {
    const ring = [await scored(test), await scored(test), await scored(test)];
    await runReview(test, clock);
    const subjects = ring.map(({ backer_id }) => ({ kind: 'backer', id: backer_id }));
    const decided = await decide({ action: 'hold', subjects, reason: 'One device for all of them' });
    expect(decided.pledges.map(({ pledge_id }) => pledge_id)).toEqual(ids(ring));
    expect(await effectiveOf(ring[2]?.pledge_id ?? '')).toMatchObject({ action: 'manual_review', by: 'reviewer' });
    const undone = await send<ReviewDecision>('post', `/v1/decisions/${decided.id}/undo`, 200, {
      reason: 'They are one family',
    });
    expect(undone.pledges).toHaveLength(3);
  });

  it('leave alone what is collected, unless it is named itself', async () => {
    const [collected, held] = [
      await scored(test, { pledge: { backer_id: 'b2' } }),
      await scored(test, { pledge: { backer_id: 'b2' } }),
    ];
    await send('post', `/v1/pledges/${collected.pledge_id}/outcomes`, 200, { id: 'o1', kind: 'collected' });
    await runReview(test, clock);
    const onBacker = await decide({
      action: 'cancel',
      subjects: [{ kind: 'backer', id: 'b2' }],
      reason: 'Stolen cards',
    });
    expect(onBacker.pledges.map(({ pledge_id }) => pledge_id)).toEqual([held.pledge_id]);
    const subjects = [{ kind: 'pledge', id: collected.pledge_id }];
    const named = await decide({ action: 'cancel', close_reason: 'refunded', subjects, reason: 'Asked for it' });
    expect(named.pledges).toHaveLength(1);
  });

  it('are found by every kind of subject', async () => {
    const put = `INSERT INTO project_fact (project_id, creator_id, updated_at) VALUES ('of-c1', 'c1', now())`;
    await test.database.database.pool.query(put);
    for (const [kind, id, changes] of [
      ['card', 'card-x', { credit_card: { token: 'card-x' } }],
      ['device', 'device-x', { device: { id: 'device-x' } }],
      ['project', 'project-x', { pledge: { project_id: 'project-x' } }],
      ['creator', 'c1', { pledge: { project_id: 'of-c1' } }],
    ] as const) {
      const pledge = await scored(test, changes);
      const decided = await decide({ action: 'release', subjects: [{ kind, id }], reason: 'Known to us' });
      expect([kind, ...decided.pledges.map(({ pledge_id }) => pledge_id)]).toEqual([kind, pledge.pledge_id]);
    }
  });

  describe('stand', () => {
    const released = async (changes: Readonly<Record<string, unknown>> = {}): Promise<Assessment> => {
      const pledge = await scored(test, changes);
      await runReview(test, clock);
      await decide({
        action: 'release',
        subjects: [{ kind: 'pledge', id: pledge.pledge_id }],
        reason: 'A good friend',
      });
      return pledge;
    };
    const again = (
      pledge: Assessment,
      changes: Readonly<Record<string, Record<string, unknown>>>,
    ): Promise<Assessment> =>
      scored(test, {
        pledge: {
          id: pledge.pledge_id,
          project_id: pledge.project_id,
          backer_id: pledge.backer_id,
          ...changes['pledge'],
        },
        credit_card: { token: pledge.card, ...changes['credit_card'] },
        shipping: { country: 'US', ...changes['shipping'] },
      });
    const arrived = async (answer: Assessment): Promise<string[]> => {
      const sql = 'SELECT cause FROM review_arrival WHERE assessment_id = $1';
      return (await test.database.database.pool.query<{ cause: string }>(sql, [answer.id])).rows.map(
        ({ cause }) => cause,
      );
    };

    it('while nothing that is named has changed, in the answer itself and in what is stored', async () => {
      const pledge = await released({ shipping: { country: 'US' } });
      const next = await again(pledge, { pledge: { amount: 2_400 } });
      expect(next).toMatchObject({
        revision: 2,
        disposition: { action: 'manual_review' },
        effective: { action: 'accept', by: 'reviewer' },
      });
      expect(await effectiveOf(pledge.pledge_id)).toEqual(next.effective);
      expect(await arrived(next)).toEqual([]);
    });

    it.each([
      ['amount_raised', { pledge: { amount: 2_501 } }],
      ['card_changed', { credit_card: { token: 'another' } }],
      ['shipping_changed', { shipping: { country: 'CA' } }],
    ])('until %s', async (cause, changes) => {
      const next = await again(await released({ shipping: { country: 'US' } }), changes);
      expect(next.effective).toMatchObject({ action: 'manual_review', by: 'assessment' });
      expect(await arrived(next)).toEqual([cause]);
    });

    it('until fraud is confirmed of one that is linked', async () => {
      const pledge = await released({ shipping: { country: 'US' }, credit_card: { token: 'shared' } });
      const linked = await scored(test, { credit_card: { token: 'shared' } });
      const body = { id: 'o1', kind: 'charged_back', category: 'fraud' };
      await send('post', `/v1/pledges/${linked.pledge_id}/outcomes`, 200, body);
      const next = await again(pledge, { pledge: { amount: 2_400 } });
      expect(next.effective).toMatchObject({ action: 'manual_review', by: 'assessment' });
      expect(await arrived(next)).toEqual(['linked_fraud']);
    });

    it('where they are stricter, also while they are open again', async () => {
      const pledge = await scored(test, { shipping: { country: 'US' } });
      await decide({ action: 'cancel', subjects: [{ kind: 'pledge', id: pledge.pledge_id }], reason: 'Stolen' });
      const next = await again(pledge, { pledge: { amount: 9_000 } });
      expect(next.effective).toMatchObject({ action: 'reject', by: 'reviewer' });
      expect(await arrived(next)).toEqual(['amount_raised']);
    });

    it('whoever comes first, when a pledge is scored and decided in the same moment', async () => {
      const decisions = test.service.app.get(DecisionService, { strict: false });
      const pledges = await Promise.all(
        Array.from({ length: 20 }, () => scored(test, { shipping: { country: 'US' } })),
      );
      await Promise.all(
        pledges.flatMap((pledge) => [
          again(pledge, { pledge: { amount: 2_400 } }),
          decisions.decide(
            { action: 'cancel', subjects: [{ kind: 'pledge', id: pledge.pledge_id }], reason: 'Stolen' },
            reviewer('r1'),
          ),
        ]),
      );
      const { rows } = await test.database.database.pool.query(
        `SELECT DISTINCT revision, effective_action FROM assessment WHERE latest AND pledge_id = ANY($1)`,
        [ids(pledges)],
      );
      expect(rows).toEqual([{ revision: 2, effective_action: 'reject' }]);
    });
  });

  it('have places without a gap in the order of their commits, however many are taken at once', async () => {
    const decisions = test.service.app.get(DecisionService, { strict: false });
    const pledges = await Promise.all(Array.from({ length: 20 }, () => scored(test)));
    await Promise.all(
      pledges.map(({ pledge_id: id }) =>
        decisions.decide(
          { action: 'hold', subjects: [{ kind: 'pledge', id }], reason: 'To be looked at' },
          reviewer('r1'),
        ),
      ),
    );
    const { decisions: all } = await send<DecisionPage>('get', '/v1/decisions?limit=500', 200);
    expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, index) => index + 1));
  });

  it.each([
    [{ action: 'hold', subjects: [], reason: 'abc' }, '/subjects'],
    [{ action: 'hold', subjects: [{ kind: 'ip', id: 'x' }], reason: 'abc' }, '/subjects/0/kind'],
    [{ action: 'hold', subjects: [{ kind: 'pledge', id: 'x' }] }, '/reason'],
    [
      { action: 'hold', subjects: [{ kind: 'pledge', id: 'x' }], reason: 'abc', close_reason: 'approved' },
      '/close_reason',
    ],
  ])('%j is refused at %s', async (body, pointer) => {
    const { problems } = await send<{ problems: { pointer: string }[] }>('post', '/v1/decisions', 400, body);
    expect(problems.map((one) => one.pointer)).toContain(pointer);
  });

  it('on a pledge that nobody has scored are refused, and so are those of who may only read', async () => {
    const body = { action: 'hold', subjects: [{ kind: 'pledge', id: 'never-seen' }], reason: 'abc' };
    await send('post', '/v1/decisions', 404, body);
    const reading = await test.service.key({ scopes: ['reviews:read'] });
    await request(test.service.app.getHttpServer())
      .post('/v1/decisions')
      .set('authorization', `Bearer ${reading}`)
      .send(body)
      .expect(403);
  });

  it('are for cases whose routes say what they do', async () => {
    const pledge = await scored(test);
    const opened = await send<{ id: string }>('post', '/v1/cases', 200, {
      pledge_id: pledge.pledge_id,
      reason: 'A call',
    });
    await send('post', '/v1/cases', 404, { pledge_id: 'never-seen', reason: 'A call' });
    expect(await send('post', `/v1/cases/${opened.id}/claim`, 200)).toMatchObject({ state: 'claimed' });
    await expect(
      test.service.app
        .get(DecisionService, { strict: false })
        .decide(
          { action: 'release', subjects: [{ kind: 'pledge', id: pledge.pledge_id }], reason: 'Not mine' },
          reviewer('someone-else'),
        ),
    ).rejects.toThrow(/holds a case/);
    await send('post', `/v1/cases/${opened.id}/give-back`, 200);
    await send('post', `/v1/cases/${opened.id}/wait`, 400, { until: '2020-01-01T00:00:00Z', reason: 'late' });
    await send('post', `/v1/cases/${opened.id}/escalate`, 200, { reason: 'Too hard' });
    await send('post', `/v1/cases/${opened.id}/assign`, 200, { assignee: 'r1' });
    const subjects = [{ kind: 'pledge', id: pledge.pledge_id }];
    await decide({ action: 'release', subjects, reason: 'All is well', case_id: opened.id });
    expect(await send('get', `/v1/cases/${opened.id}`, 200)).toMatchObject({
      state: 'closed',
      close_reason: 'approved',
    });
    await send('get', `/v1/cases/${pledge.id}`, 404);
    await send('get', '/v1/queues', 200);
    await send('post', '/v1/queues/default/claim', 200);
    await send('post', '/v1/queues/nowhere/claim', 404);
    await send('get', '/v1/queues/default/stats', 200);
  });
});
