import { RateLimiterRes, type RateLimiterMemory } from 'rate-limiter-flexible';
import { rateLimited } from '#libs/errors';

/** @throws VerdictError `rate_limited` with the seconds until the window ends. */
export async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (error instanceof RateLimiterRes)
      throw rateLimited('Too many requests; wait a moment.', Math.max(1, Math.ceil(error.msBeforeNext / 1_000)));
    throw error;
  }
}
