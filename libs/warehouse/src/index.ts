export { WAREHOUSE } from './warehouse.js';
export type { OnQuery, Warehouse, WarehouseValue, WarehouseValues } from './warehouse.js';
