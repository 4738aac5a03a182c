import { Inject, Injectable } from '@nestjs/common';
import { StickyBuckets, stickyKey } from '#libs/bucketing';
import { CONFIG, type Config } from '#libs/config';
import { CLOCK, type Clock } from '#libs/contracts';
import { unavailable } from '#libs/errors';
import { HealthRegistry, Metrics } from '#libs/http';
import { StickyCache } from './sticky-cache.js';
import { canBeKept, type StickyId } from './sticky-id.js';
import { StickyRepository } from './sticky.repository.js';

/** Evaluates with what ids were given before, and notes in `buckets` what they are given now. */
type Work<Result> = (buckets: StickyBuckets, remembered: boolean) => Result;

/** Somebody else was quicker: what they gave is read, and the answer made of it. More often than this there is a fault. */
const mostAttempts = 3;
/** After a failure the database is left alone for so long, so that not every answer waits for it. */
const respiteMs = 250;

/**
 * Answers that hold: what is answered is what the id was given first, in whichever process, and it is committed before
 * the answer leaves. Where it cannot be read and kept in time, the hash alone decides, and the answer says so.
 */
@Injectable()
export class StickyMemory {
  private readonly cache = new StickyCache();
  private readonly forgotten;
  private failedAt = -Infinity;

  constructor(
    @Inject(StickyRepository) private readonly buckets: StickyRepository,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(HealthRegistry) health: HealthRegistry,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.forgotten = metrics.counter(
      'verdict_sticky_unavailable_total',
      'Answers about sticky experiments by the hash alone: what was given before could not be read or kept in time.',
    );
    health.register('sticky_buckets', () =>
      this.isLeftAlone() ? { degraded: 'sticky experiments are answered by the hash alone' } : 'ok',
    );
  }

  /**
   * At once where this process knows all that was given; otherwise after one read and, for whoever is given something
   * new, one commit, each shared with the calls that come close to it.
   *
   * @param work may run more than once, and must do nothing but evaluate
   */
  answer<Result>(ids: readonly StickyId[], work: Work<Result>): Result | Promise<Result> {
    const keepable = ids.filter(canBeKept);
    const known = this.cache.find(keepable);
    if (known !== undefined) {
      const buckets = new StickyBuckets(known);
      const result = work(buckets, true);
      if (!buckets.missed && buckets.given().length === 0) return result;
    }
    if (this.isLeftAlone()) return this.withoutMemory(work);
    return this.inTime(this.held(keepable, work)).catch(() => {
      this.failedAt = this.clock.now();
      return this.withoutMemory(work);
    });
  }

  private async held<Result>(ids: readonly StickyId[], work: Work<Result>): Promise<Result> {
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      const documents = await this.buckets.find(ids);
      this.cache.keep(ids, documents);
      const buckets = new StickyBuckets(documents);
      const result = work(buckets, true);
      const given = buckets.given().flatMap(({ attribute, value, ...bucket }) => {
        const id = ids.find((one) => one.attribute === attribute && one.value === value);
        return id === undefined ? [] : [{ ...bucket, id }];
      });
      if (given.length === 0) return result;
      if (await this.buckets.insert(given)) {
        const all = buckets.all();
        this.cache.keep(
          ids,
          ids.map(({ attribute, value }) => all[stickyKey(attribute, value)]),
        );
        return result;
      }
    }
    throw unavailable('What was given could not be kept.');
  }

  private withoutMemory<Result>(work: Work<Result>): Result {
    this.forgotten.inc();
    return work(new StickyBuckets([]), false);
  }

  private isLeftAlone(): boolean {
    return Math.abs(this.clock.now() - this.failedAt) < respiteMs;
  }

  /** Rejects when it takes too long; it goes on all the same. */
  private async inTime<Result>(work: Promise<Result>): Promise<Result> {
    let timer: NodeJS.Timeout | undefined;
    const expired = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(unavailable('The database took too long.')), this.config.stickyPostgresMs);
    });
    try {
      return await Promise.race([work, expired]);
    } finally {
      clearTimeout(timer);
    }
  }
}
