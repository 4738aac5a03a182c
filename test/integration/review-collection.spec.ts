import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import type { Assessment, CaseList, CollectionAnswer, ReplayView } from '#libs/contracts';
import { Database, DATABASE } from '#libs/postgres';
import { simulateCompany, type PledgeRow, type ProjectRow } from '#libs/simulation';
import { DecisionService, ScoringService } from '#libs/trust';
import { handClock, reviewer, runReview, scored } from '../support/review.js';
import { riskTest, type RiskTest } from '../support/risk.js';

/** The body that the company's app would send for a simulated pledge, made now. */
const bodyOf = (row: PledgeRow) => ({
  pledge: {
    id: row.pledge_id,
    project_id: row.project_id,
    backer_id: row.backer_id,
    amount: row.base_amount,
    currency: 'USD',
  },
  email: { address: row.email },
  billing: { country: row.billing_country },
  credit_card: { token: row.card, country: row.card_country, cvv_result: row.cvc_result, avs_result: row.avs_result },
  device: { ip_address: row.ip, id: row.device },
});

describe('the check before the collection', () => {
  const clock = handClock();
  let test: RiskTest;
  let key: string;

  beforeAll(async () => {
    test = await riskTest({ clock });
    key = await test.service.key({
      scopes: ['pledges:score', 'reviews:read', 'assessments:read', 'outcomes:write'],
    });
  });
  afterAll(() => test.close());

  const send = async <Body>(method: 'post' | 'get', path: string, status: number, body?: object): Promise<Body> => {
    const server = request(test.service.app.getHttpServer());
    const answer = await server[method](path).set('authorization', `Bearer ${key}`).send(body).expect(status);
    return answer.body as Body;
  };
  const check = (project: string, body: object = {}): Promise<CollectionAnswer> =>
    send('post', `/v1/projects/${project}/collection-check`, 200, body);
  const casesOf = async (project: string): Promise<CaseList['cases']> =>
    (await send<CaseList>('get', `/v1/cases?entity_kind=project&entity_id=${project}`, 200)).cases;
  const creator = (project: string, id: string) =>
    test.database.database.pool.query(
      'INSERT INTO project_fact (project_id, creator_id, updated_at) VALUES ($1, $2, now())',
      [project, id],
    );
  const answersOf = ({ pledges }: CollectionAnswer) =>
    Object.fromEntries(pledges.map(({ pledge_id, answer }) => [pledge_id, answer]));

  it('re-scores what is not collected by what is known now, as a revision that is replayed bit for bit', async () => {
    const project = 'known-now';
    const pledge = await scored(test, { pledge: { project_id: project }, credit_card: { token: 'later-stolen' } });
    const collected = await scored(test, { pledge: { project_id: project } });
    await send('post', `/v1/pledges/${collected.pledge_id}/outcomes`, 200, { id: 'o', kind: 'collected' });
    const earlier = await scored(test, { credit_card: { token: 'later-stolen' } });
    const fraud = { id: 'o', kind: 'charged_back', category: 'fraud' };
    await send('post', `/v1/pledges/${earlier.pledge_id}/outcomes`, 200, fraud);
    clock.move(1_000);
    const answer = await check(project);
    expect(answer.pledges.map(({ pledge_id }) => pledge_id)).toEqual([pledge.pledge_id]);
    expect(answer.pledges[0]).toMatchObject({ revision: 2 });
    const now = await send<Assessment>('get', `/v1/pledges/${pledge.pledge_id}/assessment`, 200);
    // The other pledge was made after this one, so its charge-back is outside of the windows, which end where they ended.
    expect(now).toMatchObject({ cause: 'collection_check', features: { card_frauds_30d: 0 } });
    const path = `/v1/pledges/${pledge.pledge_id}/assessments/2/replay`;
    const replay = await send<ReplayView>('get', path, 200);
    expect(replay).toMatchObject({ decision: { equal: true }, features: { equal: true } });
    const observed = await test.database.database.pool.query(
      `SELECT count(*)::int AS pledges FROM observation WHERE kind = 'pledge' AND pledge_id = $1`,
      [pledge.pledge_id],
    );
    expect(observed.rows).toEqual([{ pledges: 1 }]);
  });

  it('sees what a replay sees, also of a creator who is known only since, and asks for all windows together', async () => {
    const project = 'known-creator';
    const body = { pledge: { project_id: project, backer_id: 'self' }, credit_card: { token: 'a-creators' } };
    const pledges = [await scored(test, body), await scored(test, body), await scored(test, body)];
    expect(pledges[2]?.features['backer_is_creator'] ?? null).toBeNull();
    await creator(project, 'self');
    clock.move(1_000);
    const asked = jest.spyOn(test.service.app.get<Database>(DATABASE, { strict: false }), 'rendered');
    expect((await check(project)).pledges).toHaveLength(3);
    const windows = asked.mock.calls.filter(([name]) => name === 'velocity/summarise_points');
    asked.mockRestore();
    expect(new Set(windows.map(([, slots]) => JSON.stringify(slots))).size).toBe(windows.length);
    expect(windows.length).toBeGreaterThan(0);
    for (const { pledge_id } of pledges) {
      const now = await send<Assessment>('get', `/v1/pledges/${pledge_id}/assessment`, 200);
      expect(now).toMatchObject({ revision: 2, features: { backer_is_creator: true } });
      const replay = await send<ReplayView>('get', `/v1/pledges/${pledge_id}/assessments/2/replay`, 200);
      expect(replay).toMatchObject({ decision: { equal: true }, features: { equal: true, differences: [] } });
    }
  });

  it('knows a fraud of an earlier pledge that was told since', async () => {
    const project = 'known-since';
    const earlier = await scored(test, { credit_card: { token: 'stolen' } });
    await scored(test, { pledge: { project_id: project }, credit_card: { token: 'stolen' } });
    const occurred_at = new Date(Date.parse(earlier.created_at)).toISOString();
    const fraud = { id: 'o', kind: 'charged_back', category: 'fraud', occurred_at };
    await send('post', `/v1/pledges/${earlier.pledge_id}/outcomes`, 200, fraud);
    clock.move(1_000);
    const answer = await check(project);
    const now = await send<Assessment>('get', `/v1/pledges/${answer.pledges[0]?.pledge_id}/assessment`, 200);
    expect(now.features).toMatchObject({ card_frauds_30d: 1 });
  });

  it('answers collect, hold or cancel by what holds, and what is decided stands', async () => {
    const project = 'decided';
    const pledges = [];
    for (let count = 0; count < 3; count++) pledges.push(await scored(test, { pledge: { project_id: project } }));
    const [held, cancelled, free] = pledges as [Assessment, Assessment, Assessment];
    const decisions = test.service.app.get(DecisionService, { strict: false });
    const decide = (action: 'hold' | 'cancel', { pledge_id: id }: Assessment) =>
      decisions.decide({ action, subjects: [{ kind: 'pledge', id }], reason: 'A reason' }, reviewer('r1'));
    await decide('hold', held);
    await decide('cancel', cancelled);
    const first = await check(project, { limit: 2 });
    expect(first.pledges).toHaveLength(2);
    const second = await check(project, { limit: 2, after: first.next_after });
    expect(second.next_after).toBeNull();
    expect({ ...answersOf(first), ...answersOf(second) }).toEqual({
      [held.pledge_id]: 'hold',
      [cancelled.pledge_id]: 'cancel',
      [free.pledge_id]: 'collect',
    });
    expect(first).toMatchObject({ findings: [], case_id: null });
    await send('post', '/v1/projects/nobodys/collection-check', 404, {});
  });

  it('finds the planted ring and the self-backing creator of the simulated company, and opens one case for each', async () => {
    const until = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000);
    const company = simulateCompany({ seed: 7, days: 30, until, scale: 'small' });
    const planted = company.truths.fraud.filter(({ scheme }) => scheme === 'linked_ring' || scheme === 'self_backing');
    const ids = new Set(planted.flatMap(({ pledges }) => pledges));
    const rows = new Map<string, PledgeRow>();
    const projects = new Map<string, ProjectRow>();
    for (const row of company.pledges()) if (!rows.has(row.pledge_id)) rows.set(row.pledge_id, row);
    for (const row of company.projects()) projects.set(row.project_id, row);
    const accused = new Set(planted.flatMap((fraud) => fraud.projects));
    expect(accused.size).toBe(planted.length);
    const backed = new Set([...rows.values()].map(({ project_id }) => project_id));
    const innocent = [...backed].filter((id) => !accused.has(id)).slice(0, 2);
    const scoring = test.service.app.get(ScoringService, { strict: false });
    for (const id of [...accused, ...innocent]) await creator(id, projects.get(id)?.creator_id ?? '');
    const wanted = new Set([...accused, ...innocent]);
    const theirs = [...rows.values()].filter(({ project_id }) => wanted.has(project_id));
    for (let start = 0; start < theirs.length; start += 20)
      await Promise.all(theirs.slice(start, start + 20).map((row) => scoring.score(bodyOf(row) as never, true)));
    for (const project of accused) {
      const fraudulent = theirs.filter((row) => row.project_id === project && ids.has(row.pledge_id));
      for (let after: string | null | undefined; after !== null;) {
        const answer: CollectionAnswer = await check(project, { limit: 50, ...(after === undefined ? {} : { after }) });
        expect(answer.findings.length).toBeGreaterThan(0);
        const answers = answersOf(answer);
        for (const { pledge_id } of fraudulent)
          if (pledge_id in answers)
            expect([pledge_id, answers[pledge_id]]).toEqual([pledge_id, expect.stringMatching(/hold|cancel/)]);
        after = answer.next_after;
      }
      await check(project);
      expect(await casesOf(project)).toMatchObject([{ cause: 'collection_check', state: 'open' }]);
    }
    for (const project of innocent) {
      expect((await check(project)).findings).toEqual([]);
      expect(await casesOf(project)).toEqual([]);
    }
    await runReview(test, clock);
  }, 300_000);

  it('opens no case again for what a reviewer has let through', async () => {
    const project = 'family';
    for (let count = 0; count < 4; count++)
      await scored(test, { pledge: { project_id: project }, device: { id: 'the-tablet' } });
    const first = await check(project);
    expect(first.findings).toMatchObject([{ code: 'RING', pledges: 4, share: 1 }]);
    expect(new Set(Object.values(answersOf(first)))).toEqual(new Set(['hold']));
    const decisions = test.service.app.get(DecisionService, { strict: false });
    const subjects = [{ kind: 'project' as const, id: project }];
    await decisions.decide({ action: 'release', subjects, reason: 'One family' }, reviewer('r1'));
    expect(await casesOf(project)).toEqual([]);
    const second = await check(project);
    expect(new Set(Object.values(answersOf(second)))).toEqual(new Set(['collect']));
    expect(second.case_id).toBeNull();
    expect(await casesOf(project)).toEqual([]);
  });
});
