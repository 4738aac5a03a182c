import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { simulateCompany } from '#libs/simulation';
import { EqualityCheck, ReplayService, VelocityKeeper, type EqualityCounts } from '#libs/trust';
import { companySteps } from '../../apps/verdict/src/certificate/risk/company-traffic.js';
import { TimedClock } from '../../apps/verdict/src/certificate/risk/timed-clock.js';
import { Traffic } from '../../apps/verdict/src/certificate/risk/traffic.js';
import { loadFacts } from '../../apps/verdict/src/simulation/load-company.js';
import { Progress } from '../../apps/verdict/src/terminal/progress.js';
import { riskTest, type RiskTest } from '../support/risk.js';

const company = simulateCompany({ seed: 1, days: 21, scale: 'small', until: new Date('2026-09-01') });
const quiet = new Progress({ isTTY: false, write: () => true });

describe('what Redis gave to live pledges', () => {
  let test: RiskTest;
  let traffic: Traffic;
  const clock = new TimedClock(company.from.getTime());
  const steps = companySteps(company);

  beforeAll(async () => {
    test = await riskTest({ clock });
    await loadFacts(test.service.app, company, quiet);
    await keep();
    traffic = new Traffic(test.service.app, clock);
    await traffic.tell(steps, () => undefined);
    // What was cut off in the middle is abandoned by now, and swept.
    clock.reach(clock.now() + 60_000);
    await keep();
    await keep();
  }, 120_000);
  afterAll(() => test.close());

  const keep = () => test.service.app.get(VelocityKeeper, { strict: false }).tick();
  const check = async (): Promise<EqualityCounts> => {
    const replays = test.service.app.get(ReplayService, { strict: false });
    let counts: EqualityCounts | undefined;
    for await (const now of new EqualityCheck(test.database.database, replays).run()) counts = now;
    if (counts === undefined) throw new Error('Nothing was compared.');
    return counts;
  };

  it('is what SQL gives for all of them, and what a replay gives of each', async () => {
    const told = (kind: string): number => steps.filter((step) => step.kind === kind).length;
    const repeats = told('pledge') - new Set(steps.flatMap((step) => (step.kind === 'pledge' ? [step.body] : []))).size;
    const { examples, ...counts } = await check();
    expect(examples).toEqual([]);
    expect(counts).toMatchObject({
      answers: told('pledge') - repeats,
      attempts: told('attempt'),
      marked: 0,
      excused: 0,
      sqlDiffering: 0,
      replayDiffering: 0,
    });
    expect(counts.values).toBe(24 * (counts.answers + counts.attempts));
    expect(repeats).toBeGreaterThan(20);
  });

  it('was of every kind that there is', async () => {
    const [found] = (
      await test.database.database.pool.query(`SELECT
        count(*) FILTER (WHERE late)::INT > 20 AS late,
        count(*) FILTER (WHERE revision > 1)::INT > 10 AS revised,
        count(*) FILTER (WHERE (features ->> 'ip_cards_24h')::INT > 3)::INT > 3 AS busy,
        (SELECT count(*) FROM observation WHERE kind = 'outcome' AND occurred_at < stamp) > 100 AS told_later,
        count(*) FILTER (WHERE (features ->> 'project_pledges_30d')::INT > 64)::INT > 10 AS popular
        FROM assessment`)
    ).rows;
    expect(found).toEqual({ late: true, revised: true, busy: true, told_later: true, popular: true });
  });

  it('is found to differ where observations are otherwise', async () => {
    await test.database.database.pool.query(
      `UPDATE observation SET amount = amount + 1 WHERE kind = 'pledge' AND pledge_id LIKE '%a%'`,
    );
    const { sqlDiffering, replayDiffering, examples } = await check();
    expect(sqlDiffering).toBeGreaterThan(0);
    // A replay finds what is derived from them too.
    expect(replayDiffering).toBeGreaterThanOrEqual(sqlDiffering);
    expect(examples.every(({ name }) => /amount/.test(name))).toBe(true);
  });
});
