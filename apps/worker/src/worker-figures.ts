import { statfs } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import { countLateTables } from '#libs/analytics';
import { CONFIG, type Config } from '#libs/config';
import { CLOCK, type Clock } from '#libs/contracts';
import { Metrics } from '#libs/http';
import { Database, DATABASE } from '#libs/postgres';
import { Jobs } from '#libs/queue';
import { countBrakedRules, countUnequal } from '#libs/trust';

/** What a worker shows of the queue, of the sources and of the disk that the log and the buckets are on. */
@Injectable()
export class WorkerFigures {
  constructor(
    @Inject(Metrics) metrics: Metrics,
    @Inject(DATABASE) database: Database,
    @Inject(Jobs) jobs: Jobs,
    @Inject(CLOCK) clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    metrics.gauge('verdict_oldest_job_seconds', 'Age of the oldest unfinished job; 0 without one.', async () => {
      const unfinished = (await jobs.counts()).filter(({ state }) => state === 'pending' || state === 'running');
      const oldest = Math.min(...unfinished.map((row) => row.oldest.getTime()), clock.now());
      return (clock.now() - oldest) / 1_000;
    });
    metrics.gauge(
      'verdict_late_tables',
      'Tables of sources that should have come by their schedules and did not.',
      () => countLateTables(database, clock.now()),
    );
    metrics.gauge('verdict_braked_rules', 'Rules that the brake has put into shadow in the last hour.', () =>
      countBrakedRules(database, clock.now() - 3_600_000),
    );
    metrics.gauge(
      'verdict_unequal_values',
      'Values of a day’s sample of pledges that SQL, or a replay, has otherwise than live scoring had.',
      () => countUnequal(database),
    );
    metrics.gauge('verdict_log_disk_free_bytes', 'Room on the disk of the data folder.', async () => {
      const { bavail, bsize } = await statfs(config.dataFolder);
      return bavail * bsize;
    });
  }
}
