import { statfs } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import { CLOCK, type Clock } from '#libs/contracts';
import { Metrics } from '#libs/http';
import { Jobs } from '#libs/queue';

/** What a worker shows of the queue and of the disk that the log and the buckets are on. */
@Injectable()
export class WorkerFigures {
  constructor(
    @Inject(Metrics) metrics: Metrics,
    @Inject(Jobs) jobs: Jobs,
    @Inject(CLOCK) clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    metrics.gauge('verdict_oldest_job_seconds', 'Age of the oldest unfinished job; 0 without one.', async () => {
      const unfinished = (await jobs.counts()).filter(({ state }) => state === 'pending' || state === 'running');
      const oldest = Math.min(...unfinished.map((row) => row.oldest.getTime()), clock.now());
      return (clock.now() - oldest) / 1_000;
    });
    metrics.gauge('verdict_log_disk_free_bytes', 'Room on the disk of the data folder.', async () => {
      const { bavail, bsize } = await statfs(config.dataFolder);
      return bavail * bsize;
    });
  }
}
