import { join } from 'node:path';
import type { CertificatePart } from '#libs/contracts';
import { simulateCompany } from '#libs/simulation';
import { cardPayments, type EqualityCounts } from '#libs/trust';
import { loadFacts } from '../../simulation/load-company.js';
import { Progress } from '../../terminal/progress.js';
import { companySteps } from './company-traffic.js';
import { compared, equalityRows, kept } from './equality-rows.js';
import { HandbookTraffic } from './handbook-traffic.js';
import { given } from './rows.js';
import { onService, removeStores } from './stand.js';
import { TimedClock } from './timed-clock.js';
import { Traffic, type Step } from './traffic.js';

/** The Handbook's; only a progress bar is by it. */
const expectedPayments = 1_236_698;

const noProgress = new Progress({ isTTY: false, write: () => true });

/** A simulated company's history through all of scoring, each step at its own time: of a month, or of three small weeks. */
export const scoringEquality: CertificatePart = {
  name: 'scoring equality',
  question: 'Are a pledge’s features and decision the same live, by SQL and when it is replayed, for every pledge?',
  run: async ({ seed, budget, folder, progress }) => {
    const own = join(folder, 'scoring-equality');
    await removeStores(own);
    const size = budget < 1 ? ({ scale: 'small', days: 21 } as const) : ({ scale: 'medium', days: 30 } as const);
    const company = simulateCompany({ ...size, seed, until: new Date('2026-09-01') });
    const clock = new TimedClock(company.from.getTime());
    return onService(own, clock, async (app) => {
      await loadFacts(app, company, noProgress);
      await kept(app);
      const steps = companySteps(company);
      await new Traffic(app, clock).tell(steps, (through) => progress(through, steps.length));
      return equalityRows('Simulated company', await compared(app, clock, () => undefined), bodiesOf(steps));
    });
  },
};

/** The Handbook's payments through the Redis program, each at its own time; goes on where a run was cut short. */
export const velocityEquality: CertificatePart = {
  name: 'velocity equality',
  question: 'Are the velocity features of 1.2 million card payments the same by the Redis program and by SQL?',
  run: async ({ budget, folder, handbook: path, progress }) => {
    if (path === null) return [given('The Handbook’s file is not there: payments compared', 0, 0)];
    const own = join(folder, 'velocity-equality');
    const isQuick = budget < 1;
    if (isQuick) await removeStores(own);
    const most = isQuick ? 5_000 : Infinity;
    const expected = Math.min(most, expectedPayments);
    const clock = new TimedClock(await firstTime(path));
    return onService(own, clock, async (app) => {
      await kept(app);
      const told = await new HandbookTraffic(app, clock).tell(path, most, (sum) => progress(sum, 2 * expected));
      const onPage = ({ answers }: EqualityCounts): void => progress(expected + answers, 2 * expected);
      return equalityRows('Card payments', await compared(app, clock, onPage), told);
    });
  },
};

async function firstTime(path: string): Promise<number> {
  for await (const { time } of cardPayments(path)) return time * 1_000;
  return 0;
}

/** A body that was told twice is one answer. */
const bodiesOf = (steps: readonly Step[]): number =>
  new Set(steps.flatMap((step) => (step.kind === 'pledge' ? [step.body] : []))).size;
