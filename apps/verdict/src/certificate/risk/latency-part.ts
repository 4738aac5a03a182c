import { join } from 'node:path';
import { KeyService } from '#libs/access';
import {
  newKeySchema,
  systemClock,
  type CertificatePart,
  type CertificateRow,
  type ScoreRequest,
} from '#libs/contracts';
import { simulateCompany, type SimulatedCompany } from '#libs/simulation';
import { loadFacts } from '../../simulation/load-company.js';
import { Progress } from '../../terminal/progress.js';
import { busyShare } from './busy-share.js';
import { bodyOf } from './company-traffic.js';
import { kept } from './equality-rows.js';
import { writeRules } from './hundred-rules.js';
import { fillMonth, popular } from './popular-keys.js';
import { startRiskProcess } from './risk-process.js';
import { startRiskService, type RiskStores } from './risk-service.js';
import { given, measured } from './rows.js';
import { onStores, removeStores } from './stand.js';
import { quantile, steadyLoad, type SteadyAnswers } from './steady-load.js';
import { TimedClock } from './timed-clock.js';

const rate = 500;
const whole = { month: 300_000, warmSeconds: 30, windowSeconds: 8, windows: 12 };
const quick = { month: 10_000, warmSeconds: 4, windowSeconds: 3, windows: 2 };
/** Milliseconds. */
const wanted = { p99: 20, p999: 50, more: 2 };

const noProgress = new Progress({ isTTY: false, write: () => true });

/**
 * What somebody waits for a score. What is wanted stands beside what was measured: the load generator, the stores and
 * whatever else the machine does share its processors, so a time is no bound that a right program could not break.
 */
export const latency: CertificatePart = {
  name: 'latency',
  question: `How long does a score take at ${rate} requests a second with 100 rules, the load generator beside it?`,
  run: async ({ seed, budget, folder, progress }) => {
    const own = join(folder, 'latency');
    await removeStores(own);
    const size = budget < 1 ? quick : whole;
    const company = simulateCompany({ scale: 'small', days: 21, seed, until: new Date('2026-09-01') });
    const rows = await onStores(
      own,
      async (stores) => {
        const others = await busyShare();
        const { token, bytes } = await prepared(stores, company, size.month);
        progress(1, 2 + size.windows);
        const timed = await loaded(stores, { token, company, size, progress });
        return [...latencyRows(timed), ...aside({ ...timed, bytes, others, month: size.month })];
      },
      'lasting',
    );
    await removeStores(own);
    return rows;
  },
};

/** Rules, facts, a key, and a month of pledges in Redis. */
async function prepared(stores: RiskStores, company: SimulatedCompany, pledges: number) {
  const clock = new TimedClock(systemClock.now());
  const app = await startRiskService(stores, clock);
  try {
    await kept(app);
    await loadFacts(app, company, noProgress);
    await writeRules(app);
    const { token } = await app
      .get(KeyService, { strict: false })
      .add(newKeySchema.parse({ kind: 'app', name: 'load', live: true }));
    const bytes = await fillMonth(app, { clock, redisUrl: stores.redisUrl, pledges });
    return { token, bytes };
  } finally {
    await app.close();
  }
}

interface Timed {
  /** Pledges with keys of every size. */
  readonly usual: SteadyAnswers;
  /** Pledges of the project, and from the address, that half of the month is of. */
  readonly popular: SteadyAnswers;
}

/** Windows in turn, so that a machine that is slow for a while is so for both. */
async function loaded(
  stores: RiskStores,
  about: {
    readonly token: string;
    readonly company: SimulatedCompany;
    readonly size: typeof whole;
    readonly progress: (done: number, total: number) => void;
  },
): Promise<Timed> {
  const { token, company, size, progress } = about;
  const service = await startRiskProcess(stores);
  try {
    const bodies = new Bodies(company);
    const load = (body: () => string, seconds: number): Promise<SteadyAnswers> =>
      steadyLoad({ url: `${service.url}/v1/pledges/score`, token, body, seconds, rate });
    await load(() => bodies.usual(), size.warmSeconds);
    const windows: { readonly usual: SteadyAnswers[]; readonly popular: SteadyAnswers[] } = { usual: [], popular: [] };
    for (let window = 0; window < size.windows; window++) {
      if (window % 2 === 0) windows.usual.push(await load(() => bodies.usual(), size.windowSeconds));
      else windows.popular.push(await load(() => bodies.popular(), size.windowSeconds));
      progress(2 + window, 2 + size.windows);
    }
    return { usual: together(windows.usual), popular: together(windows.popular) };
  } finally {
    await service.stop();
  }
}

const together = (windows: readonly SteadyAnswers[]): SteadyAnswers => ({
  latencies: windows.flatMap(({ latencies }) => latencies).toSorted((one, other) => one - other),
  degraded: windows.reduce((sum, { degraded }) => sum + degraded, 0),
});

function latencyRows({ usual, popular: hot }: Timed): CertificateRow[] {
  const row = (what: string, column: string, figure: number, n: number): CertificateRow =>
    measured({ what, column, n, unit: 'milliseconds', figure });
  const n = usual.latencies.length;
  const p99 = quantile(usual.latencies, 0.99);
  const [slow, rare, more] = ['p99', 'p99.9', 'What a project with half of all pledges of a month adds to p99'];
  return [
    row('p50', 'measured', quantile(usual.latencies, 0.5), n),
    row(slow, 'measured', p99, n),
    row(slow, 'wanted', wanted.p99, n),
    row(rare, 'measured', quantile(usual.latencies, 0.999), n),
    row(rare, 'wanted', wanted.p999, n),
    row(more, 'measured', quantile(hot.latencies, 0.99) - p99, hot.latencies.length),
    row(more, 'wanted', wanted.more, hot.latencies.length),
  ];
}

function aside(about: Timed & { readonly bytes: number; readonly others: number; readonly month: number }) {
  const { usual, popular: hot, bytes, others, month } = about;
  const n = usual.latencies.length + hot.latencies.length;
  const column = 'measured';
  return [
    { ...given('Answers that had to do without something', usual.degraded + hot.degraded, n), column },
    { ...given('Bytes of Redis a pledge', Math.round(bytes), month), column },
    measured({
      what: 'Share of the processors that others took just before',
      column,
      n: 1,
      unit: 'share',
      figure: others,
    }),
  ];
}

/** Pledges of a company, each once, made now. */
class Bodies {
  private readonly made: readonly ScoreRequest[];
  private number = 0;

  constructor(company: SimulatedCompany) {
    this.made = [...company.pledges()].map(bodyOf);
  }

  usual(): string {
    return JSON.stringify(this.next());
  }

  popular(): string {
    const { pledge, device, ...body } = this.next();
    const from = { ...(device as object), ip_address: popular.ip };
    return JSON.stringify({ ...body, pledge: { ...pledge, project_id: popular.project }, device: from });
  }

  private next(): ScoreRequest {
    const number = this.number++;
    const body = this.made[number % this.made.length];
    if (body === undefined) throw new Error('The company has no pledges.');
    const time = new Date(systemClock.now()).toISOString();
    return { ...body, pledge: { ...body.pledge, id: `latency-${number}`, time } };
  }
}
