import { WarehouseService } from '#libs/analytics';
import { systemClock } from '#libs/contracts';
import { openObjectStore } from '#libs/objects';
import { event } from '../pipeline.js';
import { s3Credentials, type s3Servers } from '../s3.js';
import { sourceAdmin, SourceTest } from '../sources.js';
import type { KilledJobs } from './scene.js';

const rows = 20_000;
const events = 4_000;

/** A pull and a load whose objects lie on S3: each run has a place of its own there. */
export const s3Jobs = (server: (typeof s3Servers)[number]): KilledJobs => ({
  name: `has its buckets on ${server.name}`,
  jobs: ['source_pull', 'warehouse_load'],
  make: async () => {
    const sources = await SourceTest.start(new Date().toISOString().slice(0, 10));
    const { clock } = sources.pipeline;
    clock.time = Date.now();
    const orders = Array.from({ length: rows }, (_, index) => `${index},Zoë ${index}`);
    sources.file('orders.csv', `id,name\n${orders.join('\n')}\n`);
    const table = { from: 'orders.csv', key: ['id'] };
    await sources.define('files', { kind: 'files', location: `file:${sources.folder}` }, { orders: table });
    await sources.pipeline.append(
      Array.from({ length: events }, (_, index) => event({ time: clock.time, insert_id: `e${index}` })),
    );
    const { pulls } = await sources.pulls.request('files', { table: 'orders', again: false }, sourceAdmin);
    const load = await new WarehouseService(sources.test.database, sources.jobs, systemClock).load(sourceAdmin);
    return {
      sources,
      environment: s3Credentials,
      rounds: [[pulls[0]?.pull.job_id ?? '', load.job_id]],
      buckets: async () => {
        const place = await server.start();
        return { url: place.url, objects: await openObjectStore(place.location), close: () => place.close() };
      },
      close: () => sources.close(),
    };
  },
});
