import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import { GEO_FILES, type GeoFiles } from '#libs/geo';
import type { Schedule } from '#libs/queue';
import { WAREHOUSE, type Warehouse } from '#libs/warehouse';
import { GeoLoadService } from './geo-load.service.js';

/** The roles of live files are the kinds that they are loaded as. */
const kinds = ['city', 'asn', 'anonymous'] as const;

/**
 * Brings the files that the look-up of this worker answers from into the warehouse. Its first turn is minutes after a start:
 * the built-in database is half a minute of work, which a first start has no time for.
 */
@Injectable()
export class GeoSchedule implements Schedule {
  readonly name = 'geo_load';
  readonly everyMinutes = 5;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(WAREHOUSE) private readonly warehouse: Warehouse,
    @Inject(GEO_FILES) private readonly live: GeoFiles,
    @Inject(GeoLoadService) private readonly loads: GeoLoadService,
  ) {}

  /** The rows and their jobs are there already: whoever asks finds them by their key. Only the files of the worker that would read them count. */
  async payloads(): Promise<{ payload: { load_id: string }; deduplicationKey: string }[]> {
    if (!this.config.geo.warehouseFollows || !this.warehouse.held) return [];
    const due: { payload: { load_id: string }; deduplicationKey: string }[] = [];
    for (const kind of kinds) {
      const files = this.live.files().filter(({ role }) => role === kind);
      const id = files.length === 0 ? undefined : await this.loads.follow(kind, files);
      if (id !== undefined) due.push({ payload: { load_id: id }, deduplicationKey: id });
    }
    return due;
  }
}
