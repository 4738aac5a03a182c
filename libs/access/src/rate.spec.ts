import { afterEach, expect, it, jest } from '@jest/globals';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { consume } from './rate.js';

afterEach(() => void jest.useRealTimers());

it('nobody is told to wait longer than the window lasts, nor waits, when the clock is set back', async () => {
  jest.useFakeTimers({ now: 10_000_000 });
  const limiter = new RateLimiterMemory({ points: 1, duration: 60 });
  await consume(limiter, 'a');
  jest.setSystemTime(10_000_000 - 3_600_000);
  await expect(consume(limiter, 'a')).rejects.toMatchObject({ kind: 'rate_limited', retryAfterSeconds: 60 });
  jest.advanceTimersByTime(60_000);
  await consume(limiter, 'a');
});
