import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inheritedEnvironment, loadConfig } from '#libs/config';
import { systemClock, type CertificatePart, type CertificateRow, type ImportedRow } from '#libs/contracts';
import { Buckets } from '#libs/events';
import type { GeoLookup } from '#libs/geo';
import type { HttpService } from '#libs/http';
import { FolderStore } from '#libs/objects';
import { Database, DATABASE } from '#libs/postgres';
import { livePlaces, PledgeImporter, Recorder, VelocityKeeper } from '#libs/trust';
import { compared, equalityRows } from './equality-rows.js';
import { RedisAtRisk, redisServer } from './redis-at-risk.js';
import { startRiskService } from './risk-service.js';
import { given } from './rows.js';
import { onStores, removeStores } from './stand.js';
import { TimedClock } from './timed-clock.js';
import { Traffic, type Step } from './traffic.js';

/** Long enough that some who wait for a frozen Redis give up, and others do not. */
const frozenMs = 700;
const impatient = { SCORING_BUDGET_MS: '2000', SCORING_POSTGRES_MS: '300' };
const stepMs = 40;

type Fault = readonly [what: string, befall: (redis: RedisAtRisk) => Promise<void>];

const faults: readonly Fault[] = [
  ['killed between the stores', async (redis) => redis.kill().then(() => redis.begin())],
  ['flushed', (redis) => redis.flush()],
  ['restarted from an old dump', async (redis) => redis.kill().then(() => redis.begin('kept'))],
  [
    'frozen and thawed',
    async (redis) => {
      redis.freeze();
      await pause(frozenMs);
      redis.thaw();
    },
  ],
];

export const faultsOfRedis: CertificatePart = {
  name: 'faults',
  question: 'Is whatever differs after a loss of Redis under traffic, while an import runs, marked?',
  run: async ({ budget, folder, progress }) => {
    const binary = redisServer(inheritedEnvironment()['PATH'] ?? '');
    if (binary === undefined) return [given('There is no redis-server on PATH: losses tried', 0, 0)];
    const own = join(folder, 'faults');
    await removeStores(own);
    const pledges = budget < 1 ? 150 : 2_000;
    const rows = await onStores(own, async (stores) => {
      const redis = await RedisAtRisk.start(binary, join(own, 'redis'));
      const clock = new TimedClock(Date.now());
      const app = await startRiskService({ ...stores, redisUrl: redis.url }, clock, impatient);
      try {
        return await befallen(app, clock, redis, { own, pledges, progress });
      } finally {
        redis.thaw();
        await app.close();
        await redis.kill();
      }
    });
    await removeStores(own);
    return rows;
  },
};

async function befallen(
  app: HttpService,
  clock: TimedClock,
  redis: RedisAtRisk,
  about: { readonly own: string; readonly pledges: number; readonly progress: (done: number, total: number) => void },
): Promise<CertificateRow[]> {
  const { own, pledges, progress } = about;
  const keeper = app.get(VelocityKeeper, { strict: false });
  const traffic = new Traffic(app, clock);
  const tell = (name: string): Promise<void> => traffic.tell(pledgesOf(name, pledges, clock.now()), () => undefined);
  await keeper.tick();
  await tell('before');
  await redis.keep();
  const importing = importInto(app, own, pledges);
  let done = 0;
  for (const [what, befall] of faults) {
    const telling = tell(what);
    // In the middle of it all.
    await pause(pledges / 4);
    await befall(redis);
    await telling;
    await tell(`after it was ${what}`);
    await keeper.tick();
    await keeper.tick();
    await tell(`when it is back: ${what}`);
    progress(++done, faults.length + 1);
  }
  await importing;
  await tell('after the import');
  const recorder = app.get(Recorder, { strict: false });
  // What waits in the spool is stored within a second, and while something was there perhaps there is more.
  while ((await recorder.drain()) > 0) await pause(100);
  const counts = await compared(app, clock, () => undefined);
  progress(faults.length + 1, faults.length + 1);
  const told = (3 * faults.length + 2) * pledges;
  return [
    given('Losses of Redis under traffic', faults.length, faults.length),
    ...equalityRows('Faults', counts, told),
  ];
}

/** People who share cards, devices and addresses, a pledge every few moments from `from` on. */
function* pledgesOf(name: string, count: number, from: number): Generator<Step> {
  for (let index = 0; index < count; index++)
    yield {
      kind: 'pledge',
      at: from + index * stepMs,
      body: {
        pledge: { ...shared(index), id: `${name} ${index}`, time: new Date(from + index * stepMs).toISOString() },
        credit_card: { token: `card-${index % 13}` },
        device: { id: `device-${index % 11}`, ip_address: `81.2.69.${index % 5}` },
      },
    };
}

const shared = (index: number) => ({
  project_id: `project-${index % 3}`,
  backer_id: `backer-${index % 17}`,
  amount: 1_000 + index,
  currency: 'USD',
});

const noGeo: GeoLookup = {
  lookup: () => ({}),
  version: () => ({ text: 'none', databases: [] }),
  status: () => ({ status: 'ok', problems: [] }),
};

/** The days before, of the same people: they count for whoever pledges when they are in. */
async function importInto(app: HttpService, folder: string, count: number): Promise<void> {
  const database = app.get<Database>(DATABASE, { strict: false });
  const buckets = new Buckets(database, new FolderStore(join(folder, 'imported')), systemClock);
  const importer = new PledgeImporter(database, buckets, livePlaces(noGeo), systemClock, loadConfig({}));
  await importer.importRows({ name: 'history', identity: 'history' }, historyOf(count));
}

function* historyOf(count: number): Generator<ImportedRow> {
  const start = Date.now() - 86_400_000;
  for (let index = 0; index < count; index++)
    yield {
      kind: 'pledge',
      line: index + 1,
      time: (start + index * stepMs) * 1_000,
      request: {
        pledge: { ...shared(index), id: `imported ${index}` },
        credit_card: { token: `card-${index % 13}` },
        device: { id: `device-${index % 11}`, ip_address: `81.2.69.${index % 5}` },
      },
    };
}
