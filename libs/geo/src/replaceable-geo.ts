import type { GeoFacts, GeoLookup, GeoStatus, GeoVersion } from './geo-lookup.js';
import { openGeo } from './open-geo.js';
import type { GeoOptions } from './open-geo.js';

/** A look-up whose databases can be exchanged while it answers. */
export class ReplaceableGeo implements GeoLookup {
  constructor(private current: GeoLookup) {}

  /**
   * Opens and checks other files and then answers from them. If one of them cannot be used the present databases stay,
   * whatever `onFailure` says, and the VerdictError names the file.
   */
  async replace(options: GeoOptions): Promise<void> {
    this.current = await openGeo({ ...options, onFailure: 'throw' });
  }

  lookup(ip: string): GeoFacts {
    return this.current.lookup(ip);
  }

  version(): GeoVersion {
    return this.current.version();
  }

  status(): GeoStatus {
    return this.current.status();
  }
}
