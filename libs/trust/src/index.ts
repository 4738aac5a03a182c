export { compilePlan } from './velocity/plan.js';
export { liveOrigin } from './velocity/observation.js';
export type { Sighted, Sighting } from './velocity/observation.js';
export { VelocityStore } from './velocity/velocity-store.js';
