export { checkSelect } from './ask/check-select.js';
export { isOfEventDays } from './ask/day-relation.js';
export { nearestNames } from './ask/nearest-names.js';
export { allowedFunctions } from './ask/vocabulary.js';
export type { CheckedSelect, CheckOptions } from './ask/check-select.js';
export { listPublications, ownViews, publishedRelations } from './ask/published.js';
export type { AskedColumn, AskedRows, AskedValue, Asking, AskLimits } from './ask/asking.js';
export { logTables } from './load/log-tables.js';
export { BatchLoader } from './load/batch-loader.js';
export type { LoadedBatch } from './load/batch-loader.js';
export { createWarehouse, openDataFile } from './open-warehouse.js';
export type { DuckDbFile } from './duckdb/duckdb-file.js';
export type { WarehouseParts } from './open-warehouse.js';
export { copyText } from './redshift/copy-text.js';
export { StatementBook } from './statement-book.js';
export { ON_QUERY, WAREHOUSE } from './warehouse.js';
export type {
  Answer,
  ApartStatement,
  CopyColumn,
  CopyTarget,
  OnQuery,
  Statements,
  Warehouse,
  WarehouseSession,
  WarehouseValue,
  WarehouseValues,
} from './warehouse.js';
export { WarehouseSink } from './warehouse-sink.js';
export type { RefusedBatch } from './warehouse-sink.js';
export { snapshotTable } from './load/snapshot-loader.js';
export { loadGeo, UnsoundGeography } from './load/geo-loader.js';
export type { GeoLoaded, GeoStaged } from './load/geo-loader.js';
