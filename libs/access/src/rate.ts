import { RateLimiterRes, type RateLimiterMemory } from 'rate-limiter-flexible';
import { rateLimited } from '#libs/errors';

/** @throws VerdictError `rate_limited` with the seconds until the window ends. */
export async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (error instanceof RateLimiterRes) {
      // A timer ends the window, whatever the clock says that was set back meanwhile.
      const seconds = Math.min(limiter.duration, Math.ceil(error.msBeforeNext / 1_000));
      throw rateLimited('Too many requests; wait a moment.', Math.max(1, seconds));
    }
    throw error;
  }
}
