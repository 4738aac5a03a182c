export { DuckDbLoader } from './duckdb-loader.js';
export { DuckDbWarehouse } from './duckdb-warehouse.js';
export type { DuckDbOptions } from './duckdb-warehouse.js';
export { ON_QUERY, WAREHOUSE } from './warehouse.js';
export type { OnQuery, Warehouse, WarehouseValue, WarehouseValues } from './warehouse.js';
export { WarehouseSink } from './warehouse-sink.js';
