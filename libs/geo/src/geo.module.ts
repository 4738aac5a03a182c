import { Inject, Logger, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import { HealthRegistry, Metrics } from '#libs/http';
import { GEO_FILES, GEO_LOOKUP } from './geo-lookup.js';
import { LiveGeo } from './live-geo.js';

/** A missing or corrupt file degrades the answers; the process starts all the same. */
const geoLookup = {
  provide: GEO_LOOKUP,
  inject: [CONFIG],
  useFactory: ({ geo: { cityPath, asnPath, anonymousPath } }: Config): Promise<LiveGeo> => {
    const logger = new Logger('geo');
    const cityPaths = cityPath === undefined ? undefined : [cityPath];
    return LiveGeo.open({ cityPaths, asnPath, anonymousPath }, ({ reason }) => logger.error(reason));
  },
};

/** Geography in memory, for the processes that look addresses up: each follows the files by itself. */
@Module({ providers: [geoLookup, { provide: GEO_FILES, useExisting: GEO_LOOKUP }], exports: [GEO_LOOKUP, GEO_FILES] })
export class GeoModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('geo');
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(GEO_LOOKUP) private readonly geo: LiveGeo,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(HealthRegistry) health: HealthRegistry,
    @Inject(Metrics) metrics: Metrics,
  ) {
    health.register('geo', () => {
      const [problem] = geo.status().problems;
      return problem === undefined ? 'ok' : { degraded: problem.reason };
    });
    metrics.gauge(
      'verdict_geo_refused_files',
      'Geographic files that cannot be used as they lie there.',
      () => geo.status().problems.length,
    );
  }

  /** By their times and sizes: a notification of the file system does not come from every disk that a file may be on. */
  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.follow(), this.config.geo.checkSeconds * 1_000);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async follow(): Promise<void> {
    if (await this.geo.check()) this.logger.log(`Answers from ${this.geo.version().text} now.`);
  }
}
