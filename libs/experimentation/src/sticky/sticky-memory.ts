import { Inject, Injectable, Logger } from '@nestjs/common';
import { StickyBuckets, stickyKey } from '#libs/bucketing';
import { CONFIG, type Config } from '#libs/config';
import { CLOCK, type Clock } from '#libs/contracts';
import { unavailable } from '#libs/errors';
import { HealthRegistry, Metrics } from '#libs/http';
import { isRefusal } from '#libs/postgres';
import { LossLog } from './loss-log.js';
import { StickyCache } from './sticky-cache.js';
import { canBeKept, type StickyId } from './sticky-id.js';
import { StickyRepository } from './sticky.repository.js';

/** Evaluates with what ids were given before, and notes in `buckets` what they are given now. */
type Work<Result> = (buckets: StickyBuckets) => Result;

/** Somebody else was quicker: what they gave is read, and the answer made of it. More often than this there is a fault. */
const mostAttempts = 3;
/** After a failure the database is left alone for so long, so that not every answer waits for it. */
const respiteMs = 250;

/**
 * Answers that hold: what is answered is what the id was given first, in whichever process, and it is committed before
 * the answer leaves. Where it cannot be read and kept in time, the answer holds as far as this process knows; of the
 * other experiments it says that it does not.
 */
@Injectable()
export class StickyMemory {
  private readonly cache = new StickyCache();
  private readonly forgotten;
  private readonly losses: LossLog;
  private failedAt = -Infinity;

  constructor(
    @Inject(StickyRepository) private readonly buckets: StickyRepository,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(HealthRegistry) health: HealthRegistry,
    @Inject(Metrics) metrics: Metrics,
  ) {
    const logger = new Logger(StickyMemory.name);
    this.losses = new LossLog(clock, (text) => logger.warn(text));
    this.forgotten = metrics.counter(
      'verdict_sticky_unavailable_total',
      'Answers about sticky experiments not all of which hold: what was given before could not be read or kept in time.',
    );
    health.register('sticky_buckets', () =>
      this.isLeftAlone()
        ? { degraded: 'what sticky experiments gave, where this process does not know it, is not asked for' }
        : 'ok',
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
    const known = this.known(keepable, work);
    if (known.holds) return known.result;
    if (this.isLeftAlone()) {
      this.forgotten.inc();
      return known.result;
    }
    return this.inTime(this.held(keepable, work)).catch((error: Error) => {
      // What the database refuses is the fault of these ids: others can be kept.
      if (!isRefusal(error)) this.failedAt = this.clock.now();
      this.losses.note('Answers whose variants could not be read or kept', error);
      this.forgotten.inc();
      // What was read before the commit failed is known now.
      return this.known(keepable, work).result;
    });
  }

  /**
   * What `answer` would say, of what is kept as it is: nobody is given anything. Where it cannot be read in time, by what
   * this process knows.
   */
  async preview<Result>(ids: readonly StickyId[], work: Work<Result>): Promise<Result> {
    const keepable = ids.filter(canBeKept);
    if (keepable.length === 0) return work(new StickyBuckets([]));
    return this.inTime(this.buckets.find(keepable)).then(
      (documents) => work(new StickyBuckets(documents)),
      (error: Error) => {
        this.losses.note('Previews without what was given, which could not be read', error);
        return this.known(keepable, work).result;
      },
    );
  }

  private async held<Result>(ids: readonly StickyId[], work: Work<Result>): Promise<Result> {
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      const documents = await this.buckets.find(ids);
      this.cache.keep(ids, documents);
      const buckets = new StickyBuckets(documents);
      const result = work(buckets);
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

  /** By what this process has read before, and whether all of it holds. */
  private known<Result>(ids: readonly StickyId[], work: Work<Result>): { result: Result; holds: boolean } {
    const unread = new Set(ids.map(({ attribute, value }) => stickyKey(attribute, value)));
    const documents = this.cache.find(ids);
    for (const { attributeName, attributeValue } of documents) unread.delete(stickyKey(attributeName, attributeValue));
    const buckets = new StickyBuckets(documents, unread);
    const result = work(buckets);
    return { result, holds: !buckets.missed && buckets.given().length === 0 };
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
