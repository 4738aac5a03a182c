export type { Coordinates } from './distance.js';
export { GEO_FILES, GEO_LOOKUP } from './geo-lookup.js';
export type {
  GeoDatabase,
  GeoFacts,
  GeoFile,
  GeoFiles,
  GeoLookup,
  GeoProblem,
  GeoRole,
  GeoStatus,
  GeoVersion,
} from './geo-lookup.js';
export type { GeoOptions } from './geo-source.js';
export { GeoModule } from './geo.module.js';
export { explodedFacts } from './ranges/exploded-facts.js';
export type { ExplodedFact } from './ranges/exploded-facts.js';
export { geoFactColumns } from './ranges/fact-columns.js';
export type { NetworkLines, NetworkTable } from './ranges/network-tables.js';
export { networkTables } from './ranges/network-tables.js';
export { networksOf } from './ranges/networks.js';
export type { NetworkItem, NetworkSource } from './ranges/networks.js';
