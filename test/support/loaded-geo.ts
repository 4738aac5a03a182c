import { GeoLoadHandler, GeoLoadService, JobsApiModule } from '#libs/analytics';
import type { Clock } from '#libs/contracts';
import { Jobs } from '#libs/queue';
import type { WarehouseUnderTest } from '../../libs/warehouse/testing/conformance.js';
import type { TestDatabase } from './database.js';
import { testRedisUrl } from './redis.js';
import { testService } from './service.js';
import { sourceAdmin } from './sources.js';

/** Loads geographic files into a warehouse, each as the version that comes next. */
export interface GeoLoads {
  load(path: string, validFrom?: string): Promise<void>;
  close(): Promise<void>;
}

export async function geoLoads(database: TestDatabase, made: WarehouseUnderTest, clock: Clock): Promise<GeoLoads> {
  const environment = { DATABASE_URL: database.url, REDIS_URL: await testRedisUrl() };
  const service = await testService({ modules: [JobsApiModule], environment });
  const loads = new GeoLoadService(database.database, service.app.get(Jobs, { strict: false }), clock);
  const handler = new GeoLoadHandler(database.database, made.warehouse, made.objects, clock);
  return {
    load: async (path, validFrom) => {
      const asked = validFrom === undefined ? {} : { valid_from: validFrom };
      const { id } = await loads.load({ paths: [path], addresses: [], ...asked }, sourceAdmin);
      const signal = new AbortController().signal;
      await handler.run({ load_id: id }, { signal, progress: () => undefined, hold: () => Promise.resolve() });
    },
    close: () => service.close(),
  };
}
