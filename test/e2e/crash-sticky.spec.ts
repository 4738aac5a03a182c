import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccessModule } from '#libs/access';
import { roleScopes, type AssignmentAnswer } from '#libs/contracts';
import { ExperimentService, SnapshotService } from '#libs/experimentation';
import { ExperimentModule } from '../../apps/experiment/src/experiment.module.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { Product } from '../support/product.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';
import { ServiceProcess } from '../support/service-process.js';

const minutes = 60_000;
const analyst = { kind: 'person', id: '1', name: 'Ada', scopes: [...roleScopes.analyst], live: true } as const;
const variants = (control: number) => [
  { key: 'control', weight: control },
  { key: 'treatment', weight: 1 - control },
];

describe('a process that is killed while it gives out sticky variants', () => {
  const folder = mkdtempSync(join(tmpdir(), 'verdict-crash-sticky-'));
  let database: TestDatabase;
  let service: TestService;
  let environment: Record<string, string>;
  let key: string;

  beforeAll(async () => {
    Product.build();
    database = await testDatabase();
    environment = { DATABASE_URL: database.url, REDIS_URL: await testRedisUrl(), STICKY_POSTGRES_MS: '20000' };
    service = await testService({ modules: [AccessModule, ExperimentModule], environment });
    key = await service.key();
  }, 5 * minutes);
  afterAll(async () => {
    await service.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }, minutes);

  it(
    'has lost nothing that it answered, also once the weights have changed',
    async () => {
      const experiments = service.app.get(ExperimentService, { strict: false });
      const definition = { hypothesis: 'It helps.', unit: 'backer', baseline: 'control', coverage: 1 } as const;
      await experiments.restore(
        { ...definition, key: 'kept', variants: variants(1), metrics: ['pledge_conversion'], sticky: true },
        { startedAt: '2026-01-01T00:00:00Z' },
      );
      const victim = await ServiceProcess.start('experiment', { ...environment, VERDICT_DATA: folder });
      await victim.ready();
      const ask = async (url: string, backer: string) => {
        const answer = await fetch(`${url}/v1/assignments`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-api-key': key },
          body: JSON.stringify({ units: { backer }, experiments: ['kept'] }),
        });
        return ((await answer.json()) as AssignmentAnswer).assignments[0];
      };
      const answered = new Map<string, unknown>();
      const asking = Array.from({ length: 400 }, (_, index) => `b${index}`).map(async (backer) => {
        answered.set(backer, await ask(victim.url, backer));
        if (answered.size === 100) await victim.stop('SIGKILL');
      });
      await Promise.allSettled(asking);
      expect(answered.size).toBeGreaterThanOrEqual(100);
      for (const given of answered.values()) expect(given).toMatchObject({ variant: 'control', reason: 'assigned' });
      await experiments.update('kept', { variants: variants(0) }, analyst);
      await service.app.get(SnapshotService, { strict: false }).reload();
      await service.app.listen(0, '127.0.0.1');
      const url = await service.app.getUrl();
      for (const backer of answered.keys())
        expect(await ask(url, backer)).toMatchObject({ variant: 'control', reason: 'sticky' });
    },
    2 * minutes,
  );
});
