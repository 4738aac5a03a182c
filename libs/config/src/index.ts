export { CONFIG, loadConfig } from './config.js';
export type { Config } from './config.js';
export { projectRoot } from './root.js';
export { inheritedEnvironment } from './inherited.js';
