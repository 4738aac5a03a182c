import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, jobPayloads, type Clock, type GeoLoadCounts } from '#libs/contracts';
import { invalid } from '#libs/errors';
import { OBJECTS, type ObjectStore } from '#libs/objects';
import { Database, DATABASE } from '#libs/postgres';
import type { JobContext, JobHandler } from '#libs/queue';
import { loadGeo, UnsoundGeography, WAREHOUSE, type Warehouse } from '#libs/warehouse';
import { findGeoLoad, type GeoLoadRow } from './geo-load.repository.js';
import { singleAddresses } from './single-addresses.js';
import { factColumns, stageNetworks, unstage, type StagedNetworks } from './stage-networks.js';

/** Of each kind, those that are valid last: half a year of a database that is renewed every two weeks. */
const versionsKept = 12;

type Context = Pick<JobContext, 'signal' | 'hold' | 'progress'>;

/**
 * Loads geographic files: their rows go into object storage, and from there into the warehouse in one transaction. Cut
 * short anywhere it begins again, and leaves the same tables: the version and its validity were decided the first time.
 */
@Injectable()
export class GeoLoadHandler implements JobHandler {
  readonly name = 'geo_load';

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(WAREHOUSE) private readonly warehouse: Warehouse,
    @Inject(OBJECTS) private readonly objects: ObjectStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  accepts(): boolean {
    return this.warehouse.held;
  }

  async run(payload: unknown, context: Context): Promise<GeoLoadCounts | null> {
    const { load_id: id } = jobPayloads.geo_load.parse(payload);
    const load = await findGeoLoad(this.database, id);
    if (load.finished_at !== null) return load.counts;
    const folder = `geo/${load.geo_version}`;
    // Files are walked whole before the first of their networks is read: seconds, for a large one.
    context.progress(0, null, 'Checking the files');
    try {
      const staged = await stageNetworks(this.objects, folder, load.request.paths, {
        kind: load.request.kind,
        signal: context.signal,
        staged: (rows) => context.progress(rows, null, 'Reading the networks'),
      });
      checkContent(load, staged);
      const validFrom = await this.describe(load, staged, context);
      context.progress(0, 1, 'Exploding the ranges');
      const { dropped, ...counts } = await this.load(load, staged, validFrom, context);
      await this.finish(load, counts, dropped, context);
      context.progress(1, 1);
      return counts;
    } finally {
      await unstage(this.objects, folder);
    }
  }

  private describe({ id, request }: GeoLoadRow, { source }: StagedNetworks, context: Context): Promise<Date> {
    return this.database.transaction(async (transaction) => {
      await context.hold(transaction);
      const { valid_from } = await transaction.one<{ valid_from: Date }>('geo_load/describe_load', {
        id,
        kind: source.kind,
        database_type: source.databaseType,
        built_at: new Date(source.builtAt),
        files: JSON.stringify(source.files),
        wanted_from: request.valid_from === undefined ? null : new Date(request.valid_from),
      });
      return valid_from;
    });
  }

  private async load(load: GeoLoadRow, { source, objects }: StagedNetworks, validFrom: Date, context: Context) {
    const staged = {
      version: load.geo_version,
      kind: source.kind,
      databaseType: source.databaseType,
      builtAt: new Date(source.builtAt),
      validFrom,
      objects,
      factColumns,
      addresses: singleAddresses(load.request.addresses),
      kept: versionsKept,
    };
    try {
      return await this.warehouse.transaction(async (session) => {
        // The time of the request, not of the run: what is loaded again is the same.
        const loaded = await loadGeo(session, staged, load.created_at);
        await this.database.transaction((transaction) => context.hold(transaction));
        return loaded;
      }, context.signal);
    } catch (error) {
      throw error instanceof UnsoundGeography ? invalid(error.message) : error;
    }
  }

  private async finish(
    { id }: GeoLoadRow,
    counts: GeoLoadCounts,
    dropped: readonly number[],
    context: Context,
  ): Promise<void> {
    const now = new Date(this.clock.now());
    await this.database.transaction(async (transaction) => {
      await context.hold(transaction);
      await transaction.query('geo_load/finish_load', { id, counts: JSON.stringify(counts), finished_at: now });
      await transaction.query('geo_load/drop_loads', { geo_versions: dropped, dropped_at: now });
    });
  }
}

/** A file may have given way to another one since it was asked for, which is then asked for by itself. */
function checkContent({ request: { paths, sha256s } }: GeoLoadRow, { source: { files } }: StagedNetworks): void {
  if (sha256s === undefined || files.every(({ sha256 }, index) => sha256 === sha256s[index])) return;
  throw invalid(`${paths.join(', ')} cannot be loaded: it is another file now than the one that was asked for.`);
}
