export { createRedis, queueConnection } from './redis.js';
export type { Redis } from 'ioredis';
