export { requireDataFolder } from './required-folder.js';
export { createService, listen, serve } from './service.js';
export type { ServiceOptions } from './service.js';
