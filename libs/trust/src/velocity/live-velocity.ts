import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import { CLOCK, type Clock } from '#libs/contracts';
import { unavailable } from '#libs/errors';
import { HealthRegistry } from '#libs/http';
import { createRedis, type Redis } from '#libs/redis';
import { velocityCatalogue } from '#libs/scoring';
import type { Sighted, Sighting } from './observation.js';
import { compilePlan } from './plan.js';
import { VelocityStore } from './velocity-store.js';

const commandTimeoutMs = 2_000;
const settleMs = 50;

/** The velocity store of this process: its connection, the service's clock, and whether it answers. */
@Injectable()
export class LiveVelocity implements OnApplicationShutdown {
  readonly store: VelocityStore;
  private readonly redis: Redis;
  private readonly settled: number[] = [];
  private settling: NodeJS.Timeout | undefined;

  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(HealthRegistry) health: HealthRegistry,
  ) {
    if (config.redisUrl === undefined) throw unavailable('REDIS_URL is not set, and this process embeds no Redis.');
    this.redis = createRedis(config.redisUrl, { name: 'verdict-velocity', commandTimeoutMs });
    this.store = new VelocityStore(this.redis, compilePlan(velocityCatalogue));
    health.register('velocity', async () => {
      const { token } = await this.store.state().catch(() => ({ token: undefined }));
      return token === undefined ? { degraded: 'away or being rebuilt; answers do without velocity' } : 'ok';
    });
  }

  nowMicros(): number {
    return this.clock.now() * 1_000;
  }

  /** Undefined when the store is away, slow, lost or not yet rebuilt: velocity is unknown then. */
  observe(sighting: Sighting): Promise<Sighted | undefined> {
    return this.store.observe(this.nowMicros(), sighting).catch(() => undefined);
  }

  /** Their marks may go, those of many commits in one step. If this is lost, the keeper finds them stored. */
  settle(stamps: readonly number[]): void {
    this.settled.push(...stamps);
    this.settling ??= setTimeout(() => {
      this.settling = undefined;
      void this.store.settle(this.nowMicros(), this.settled.splice(0)).catch(() => undefined);
    }, settleMs);
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.settling);
    await this.store.settle(this.nowMicros(), this.settled.splice(0)).catch(() => undefined);
    this.redis.disconnect();
  }
}
