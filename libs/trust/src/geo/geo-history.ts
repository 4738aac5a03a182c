import { Inject, Injectable } from '@nestjs/common';
import { GEO_LOOKUP, type GeoLookup } from '#libs/geo';
import { Database, DATABASE } from '#libs/postgres';
import { WAREHOUSE, type Warehouse } from '#libs/warehouse';
import { DatedGeo, type DatedVersion } from './dated-geo.js';

/** The versions of geography that this worker can ask. */
@Injectable()
export class GeoHistory {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(WAREHOUSE) private readonly warehouse: Warehouse,
    @Inject(GEO_LOOKUP) readonly live: GeoLookup,
  ) {}

  /** False in every process but the one that holds the warehouse. */
  get held(): boolean {
    return this.warehouse.held;
  }

  /** As they are now: what is loaded later is not asked. */
  async read(): Promise<DatedGeo> {
    return new DatedGeo(this.warehouse, this.live, await this.database.query<DatedVersion>('geo_load/list_dated'));
  }
}
