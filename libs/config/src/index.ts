export { CONFIG, loadConfig } from './config.js';
export type { Config } from './config.js';
export type { WarehouseConfig } from './warehouse-config.js';
export { projectRoot } from './root.js';
export { inheritedEnvironment } from './inherited.js';
export { objectLocation } from './object-location.js';
export { sourceCommit } from './source-commit.js';
