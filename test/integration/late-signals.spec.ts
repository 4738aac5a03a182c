import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import type { Assessment, ImportedRow, OutcomeBody } from '#libs/contracts';
import { Buckets, EventLog } from '#libs/events';
import { GEO_LOOKUP } from '#libs/geo';
import { FolderStore } from '#libs/objects';
import type { JobContext } from '#libs/queue';
import {
  ConfigurationService,
  GeoHistory,
  LateRescoreHandler,
  lateRescoreSchedule,
  ListService,
  livePlaces,
  OutcomeService,
  PledgeImporter,
  AssessmentService,
} from '#libs/trust';
import { LiveGeo } from '../../libs/geo/testing/live-geo.js';
import { writeMmdb } from '../../libs/geo/testing/write-mmdb.js';
import type { WarehouseUnderTest } from '../../libs/warehouse/testing/conformance.js';
import { engines } from '../support/engines.js';
import { geoLoads, type GeoLoads } from '../support/loaded-geo.js';
import { handClock, reviewer, scored } from '../support/review.js';
import { pledgeBody, riskTest, type RiskTest } from '../support/risk.js';

const dayMs = 86_400_000;

describe('what becomes known after a pledge was scored', () => {
  const folder = mkdtempSync(join(tmpdir(), 'verdict-late-signals-'));
  const path = join(folder, 'city.mmdb');
  const clock = handClock();
  let test: RiskTest;
  let made: WarehouseUnderTest;
  let live: LiveGeo;
  let loads: GeoLoads;

  /** 9.0.0.0/8 moves between countries; 8.0.0.0/8 stays where it is. */
  const place = (country: string, builtAt: Date): void => {
    const networks = { '9.0.0.0/8': { country: { iso_code: country } }, '8.0.0.0/8': { country: { iso_code: 'US' } } };
    writeFileSync(`${path}.new`, writeMmdb({ type: 'GeoLite2-Country', ipVersion: 6, networks, builtAt }));
    renameSync(`${path}.new`, path);
  };

  beforeAll(async () => {
    place('US', new Date(Date.now() - 30 * dayMs));
    test = await riskTest({ clock, environment: { GEO_CITY_PATH: path } });
    const [engine] = engines;
    made = await engine!.make();
    await made.warehouse.open();
    live = await LiveGeo.open({ cityPaths: [path], asnPath: join(folder, 'none.mmdb') });
    loads = await geoLoads(test.database, made, clock);
  });
  afterAll(async () => {
    await loads.close();
    await made.warehouse.close();
    await made.close();
    await test.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const get = <Service>(token: abstract new (...given: never[]) => Service): Service =>
    test.service.app.get(token as never, { strict: false });
  const rows = async (text: string, values: readonly unknown[] = []) =>
    (await test.database.database.pool.query(text, [...values])).rows;
  const outcome = (pledge: Assessment, body: Partial<OutcomeBody>) =>
    get(OutcomeService).add(pledge.pledge_id, { id: 'o', kind: 'charged_back', category: 'fraud', ...body }, true);
  const latest = async ({ pledge_id }: Assessment): Promise<Assessment> =>
    get(AssessmentService).ofPledge(pledge_id, true);
  const causes = async (pledges: readonly Assessment[]): Promise<string[]> => {
    const found: string[] = [];
    for (const one of pledges) {
      const { revision, cause } = await latest(one);
      found.push(`${revision} ${cause}`);
    }
    return found;
  };
  const context = (over: Partial<JobContext> = {}): JobContext => ({
    jobId: 'job',
    signal: new AbortController().signal,
    saved: null,
    progress: () => undefined,
    checkpoint: () => Promise.resolve(),
    hold: () => Promise.resolve(),
    advance: () => Promise.resolve(),
    ...over,
  });
  const handler = () =>
    new LateRescoreHandler(
      test.database.database,
      new GeoHistory(test.database.database, made.warehouse, test.service.app.get(GEO_LOOKUP, { strict: false })),
      test.service.app.get(EventLog, { strict: false }),
      clock,
      test.service.config,
    );
  /** Brings all that waits to its pledges; how many each gave a revision. */
  const bring = async (): Promise<number[]> => {
    clock.move(1_000);
    const found: number[] = [];
    for (const { payload } of await lateRescoreSchedule(test.database.database, clock).payloads())
      found.push((await handler().run(payload, context())).rescored);
    return found;
  };

  it('a charge-back re-scores what shares its backer, card or device and is not over, each once', async () => {
    const card = { credit_card: { token: 'late-card' } };
    const earlier = await scored(test, { ...card, pledge: { backer_id: 'thief' }, device: { id: 'late-device' } });
    clock.move(dayMs);
    const [sameCard, sameDevice, sameBacker, other, collected, cancelled] = [
      await scored(test, card),
      await scored(test, { device: { id: 'late-device' } }),
      await scored(test, { pledge: { backer_id: 'thief' } }),
      await scored(test),
      await scored(test, card),
      await scored(test, card),
    ];
    await outcome(collected, { kind: 'collected', category: undefined });
    await outcome(cancelled, { kind: 'cancelled', category: undefined });
    const before = await rows('SELECT count(*)::INTEGER AS number FROM observation WHERE kind = $1', ['pledge']);
    // It happened before the others were made, and is told only now.
    await outcome(earlier, { id: 'late', occurred_at: new Date(clock.now() - dayMs / 2).toISOString() });
    expect(await causes([sameCard])).toEqual(['1 score']);
    expect(await bring()).toEqual([3]);
    expect(await causes([sameCard, sameDevice, sameBacker, other, collected, cancelled, earlier])).toEqual([
      '2 known_fraud',
      '2 known_fraud',
      '2 known_fraud',
      '1 score',
      '1 score',
      '1 score',
      '1 score',
    ]);
    expect((await latest(sameCard)).features['card_frauds_30d']).toBe(1);
    expect(await rows('SELECT count(*)::INTEGER AS number FROM observation WHERE kind = $1', ['pledge'])).toEqual(
      before,
    );
    expect(await bring()).toEqual([]);
  });

  it('counts what only the database has, where Redis lost all and has not been filled again', async () => {
    const redis = new Redis(test.redisUrl);
    await redis.flushdb();
    redis.disconnect();
    const card = { credit_card: { token: 'lost-card' } };
    const earlier = await scored(test, card);
    clock.move(60_000);
    const later = await scored(test, card);
    await outcome(earlier, { id: 'lost', occurred_at: new Date(clock.now() - 30_000).toISOString() });
    expect(await bring()).toEqual([1]);
    expect((await latest(later)).features['card_frauds_30d']).toBe(1);
  });

  it('a fraud that an import tells touches whom it would touch live, and of the import whom it came after', async () => {
    const { service, database } = test;
    const card = { credit_card: { token: 'imported-card' } };
    const [known, collected] = [await scored(test, card), await scored(test, card)];
    await outcome(collected, { kind: 'collected', category: undefined });
    const at = (minutesAgo: number): number => (clock.now() - minutesAgo * 60_000) * 1_000;
    const pledge = (line: number, minutesAgo: number): ImportedRow => {
      const { pledge: made, ...rest } = pledgeBody(card);
      const request = { ...rest, pledge: { ...(made as { project_id: string; amount: number; currency: string }) } };
      const id = `imported-${line}`;
      return { kind: 'pledge', line, time: at(minutesAgo), request: { ...request, pledge: { ...request.pledge, id } } };
    };
    const told = { kind: 'charged_back', category: 'fraud', occurredAt: at(40), knownAt: at(30) } as const;
    const importer = new PledgeImporter(
      database.database,
      new Buckets(database.database, new FolderStore(join(folder, 'buckets')), clock),
      livePlaces(service.app.get(GEO_LOOKUP, { strict: false })),
      clock,
      service.config,
    );
    // The second was made before the fraud was known, the third after it.
    await importer.importRows({ name: 'history', identity: 'history' }, [
      pledge(1, 60),
      pledge(2, 50),
      { kind: 'outcome', line: 3, pledgeId: 'imported-1', outcome: { id: 'told', ...told } },
      pledge(4, 20),
    ]);
    expect(await bring()).toEqual([2]);
    const imported = (line: number) => get(AssessmentService).ofPledge(`imported-${line}`, true);
    expect(await causes([known, collected, await imported(1), await imported(2), await imported(4)])).toEqual([
      '2 known_fraud',
      '1 score',
      '1 import',
      '2 known_fraud',
      '1 import',
    ]);
    expect((await latest(known)).features['card_frauds_30d']).toBe(1);
    expect((await imported(4)).features['card_frauds_30d']).toBe(1);
  });

  it('a charge-back that says nothing of fraud, and one that was won, touch nobody', async () => {
    const [one, two] = [await scored(test), await scored(test)];
    await outcome(one, { category: 'not_received' });
    await outcome(two, { won: true });
    expect(await bring()).toEqual([]);
  });

  it('an entry of a list re-scores what it names, by the lists of now', async () => {
    const [named, other] = [
      await scored(test, { email: { address: 'a@listed.example' } }),
      await scored(test, { email: { address: 'a@other.example' } }),
    ];
    const about = { kind: 'domain', reason: 'A ring' } as const;
    const entry = { ...about, list: 'block', value: 'listed.example' } as const;
    const { id } = await get(ListService).add(entry, reviewer('r', 'admin'));
    await get(ConfigurationService).refresh();
    // Scored when the entry was there: it knows it already.
    const later = await scored(test, { email: { address: 'b@listed.example' } });
    expect(await bring()).toEqual([1]);
    expect(await causes([named, other, later])).toEqual(['2 list_entry', '1 score', '1 score']);
    expect(await latest(named)).toMatchObject({ disposition: { action: 'reject', reason: 'list' } });
    await get(ListService).remove(id, reviewer('r', 'admin'));
    expect(await bring()).toEqual([2]);
    expect(await causes([named, other, later])).toEqual(['3 list_removal', '1 score', '2 list_removal']);
    expect(await latest(named)).toMatchObject({ disposition: { action: 'accept' } });
    const network = { list: 'watch', kind: 'cidr', reason: 'Hosts' } as const;
    const values = ['9.9.0.0/16', '9.8.0.0/16'];
    const inside = await scored(test, { device: { ip_address: '9.8.7.6' } });
    await get(ListService).addMany({ ...network, values }, reviewer('r', 'admin'));
    expect(await bring()).toEqual([1]);
    expect(await causes([inside])).toEqual(['2 list_entry']);
  });

  it('goes on where it was killed, and judges none twice', async () => {
    const pledges: Assessment[] = [];
    for (let index = 0; index < 5; index++) pledges.push(await scored(test, { credit_card: { token: 'killed-card' } }));
    await get(ListService).add(
      { list: 'watch', kind: 'card', value: 'killed-card', reason: 'Seen' },
      reviewer('r', 'admin'),
    );
    clock.move(1_000);
    const [due] = await lateRescoreSchedule(test.database.database, clock).payloads();
    let saved: unknown;
    const struck = context({
      checkpoint: (value) => {
        saved = value;
        // Its connection ends before the commit: nothing of the portion is there.
        return Promise.reject(new Error('Struck.'));
      },
    });
    await expect(handler().run(due?.payload, struck)).rejects.toThrow('Struck.');
    expect(await causes(pledges)).toEqual(pledges.map(() => '1 score'));
    expect(saved).toMatchObject({ rescored: 5 });
    expect(await handler().run(due?.payload, context())).toEqual({ rescored: 5 });
    expect(await handler().run(due?.payload, context())).toEqual({ rescored: 5 });
    expect(await causes(pledges)).toEqual(pledges.map(() => '2 list_entry'));
  });

  it('another geographic database re-scores those whose address it says something else of', async () => {
    await loads.load(path);
    const [moved, stays] = [
      await scored(test, { device: { ip_address: '9.1.2.3' } }),
      await scored(test, { device: { ip_address: '8.1.2.3' } }),
    ];
    expect(moved.features['ip_country']).toBe('US');
    // The first of its kind is no news: what was scored was scored with it.
    expect(await bring()).toEqual([]);
    place('CA', new Date());
    await loads.load(path);
    const [number] = await bring();
    // Those of other tests too, if they are in that network.
    expect(number).toBeGreaterThan(0);
    expect(await causes([moved, stays])).toEqual(['2 geo_database', '1 score']);
    const now = await latest(moved);
    expect(now.features['ip_country']).toBe('CA');
    expect(now.versions['geo']).toContain('GeoLite2-Country');
    expect(await bring()).toEqual([]);
    // As the look-up says of a pledge that is made now.
    await live.check();
    await live.check();
    expect(live.lookup('9.1.2.3').country).toBe('CA');
  });
});
