// The library's door leads to an engine only when it is opened; tests make theirs by hand.
export { DuckDbWarehouse } from '../src/duckdb/duckdb-warehouse.js';
export { PostgresWarehouse } from '../src/postgres/postgres-warehouse.js';
export { RedshiftWarehouse } from '../src/redshift/redshift-warehouse.js';
export { UnreadableData } from '../src/warehouse.js';
