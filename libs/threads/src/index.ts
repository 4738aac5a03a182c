export { ThreadOverrun, threadItems } from './thread-items.js';
export type { ThreadLimits } from './thread-items.js';
export { serveThread } from './serve-thread.js';
export type { ThreadItem } from './serve-thread.js';
