export { StoresModule } from './stores.module.js';
export { createService, serve } from './service.js';
export type { ServiceOptions } from './service.js';
