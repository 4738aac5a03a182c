export { createRedis, queueConnection } from './redis.js';
export type { Redis } from 'ioredis';
export type { QueueConnection } from './redis.js';
