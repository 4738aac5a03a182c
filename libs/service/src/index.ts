export { createService, serve } from './service.js';
export type { ServiceOptions } from './service.js';
