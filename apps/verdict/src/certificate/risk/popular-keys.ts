import type { HttpService } from '#libs/http';
import { createRedis } from '#libs/redis';
import { LiveVelocity, type Sighting } from '#libs/trust';
import type { TimedClock } from './timed-clock.js';

/** Half of all pledges of a month are of this project and from this address. */
export const popular = { project: 'popular-project', ip: '81.2.69.142', network: '81.2.69.0/24' } as const;

const monthMs = 30 * 86_400_000;
const together = 500;

/** Fills the velocity store with a month of pledges that ends now. @returns bytes of Redis a pledge */
export async function fillMonth(
  app: HttpService,
  { clock, redisUrl, pledges }: { readonly clock: TimedClock; readonly redisUrl: string; readonly pledges: number },
): Promise<number> {
  const velocity = app.get(LiveVelocity, { strict: false });
  const before = await usedMemory(redisUrl);
  const end = clock.now();
  for (let from = 0; from < pledges; from += together) {
    const numbers = Array.from({ length: Math.min(together, pledges - from) }, (_, place) => from + place);
    const sighted = await Promise.all(
      numbers.map((number) =>
        clock.at(end - monthMs + Math.floor((number * monthMs) / pledges), () => velocity.observe(sightingOf(number))),
      ),
    );
    const stamps = sighted.flatMap((one) => (one === undefined ? [] : [one.stamp]));
    if (stamps.length < numbers.length) throw new Error('Redis does not answer.');
    // No mark stays: nothing of this month waits to be stored.
    await velocity.store.settle(velocity.nowMicros(), stamps);
  }
  return ((await usedMemory(redisUrl)) - before) / pledges;
}

function sightingOf(number: number): Sighting {
  const isPopular = number % 2 === 0;
  const host = `${(number >> 8) % 256}.${number % 256}`;
  return {
    mark: `pledge:month-${number}`,
    hash: 'month',
    kind: 'pledge',
    pledgeId: `month-${number}`,
    entities: {
      ip: isPopular ? popular.ip : `86.10.${host}`,
      ip_network: isPopular ? popular.network : `86.10.${(number >> 8) % 256}.0/24`,
      device: `month-device-${number % 50_000}`,
      card: `month-card-${number % 70_000}`,
      bin: `4${String(number % 3_000).padStart(5, '0')}`,
      backer: `month-backer-${number % 60_000}`,
      project: isPopular ? popular.project : `month-project-${number % 400}`,
    },
    amount: 1_000 + (number % 9_000),
    replaces: true,
    previousAmount: 0,
    read: false,
    record: true,
  };
}

async function usedMemory(redisUrl: string): Promise<number> {
  const redis = createRedis(redisUrl, { name: 'certificate' });
  try {
    await new Promise((resolve) => redis.once('ready', resolve));
    const told = await redis.info('memory');
    return Number(/used_memory:(\d+)/.exec(told)?.[1]);
  } finally {
    redis.disconnect();
  }
}
