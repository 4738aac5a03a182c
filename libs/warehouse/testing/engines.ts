// The library's door leads to an engine only when it is opened; tests make theirs by hand.
export { checkSelect } from '../src/ask/check-select.js';
export { DuckDbWarehouse, type DuckDbOptions } from '../src/duckdb/duckdb-warehouse.js';
export { PostgresWarehouse, type PostgresWarehouseOptions } from '../src/postgres/postgres-warehouse.js';
export { RedshiftWarehouse } from '../src/redshift/redshift-warehouse.js';
export { UnreadableData } from '../src/warehouse.js';
