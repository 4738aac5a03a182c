import { Inject, Injectable } from '@nestjs/common';
import { GEO_LOOKUP, type GeoLookup } from '#libs/geo';
import { Database, DATABASE } from '#libs/postgres';
import { WAREHOUSE, type Warehouse } from '#libs/warehouse';
import { DatedGeo, type DatedVersion } from './dated-geo.js';
import { datedPlaces, livePlaces, type PledgePlaces, type Places } from './places.js';

/** The versions of geography that this worker can ask. */
@Injectable()
export class GeoHistory implements PledgePlaces {
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

  /** For pledges that an import brings: what the look-up in memory says where this worker, or the warehouse, has no versions. */
  async open(): Promise<Places> {
    if (!this.held) return livePlaces(this.live);
    const dated = await this.read();
    return dated.isEmpty ? livePlaces(this.live) : datedPlaces(dated);
  }
}
