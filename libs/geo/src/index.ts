export type { Coordinates } from './distance.js';
export { GEO_LOOKUP } from './geo-lookup.js';
export type { GeoDatabase, GeoFacts, GeoLookup, GeoProblem, GeoRole, GeoStatus, GeoVersion } from './geo-lookup.js';
export { openGeo } from './open-geo.js';
export type { GeoOptions } from './open-geo.js';
export { ReplaceableGeo } from './replaceable-geo.js';
