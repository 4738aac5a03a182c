import { Module, type DynamicModule, type Type } from '@nestjs/common';
import type { Clock } from '#libs/contracts';
import type { Config } from '#libs/config';
import { createHttpService, Metrics, StatsdReporter, type HttpService } from '#libs/http';
import { StoresModule } from './stores.module.js';

export interface ServiceOptions {
  readonly config: Config;
  /** The process's name in logs, figures and the database. */
  readonly name: string;
  readonly title: string;
  readonly modules: readonly (Type | DynamicModule)[];
  readonly clock?: Clock;
  readonly quiet?: boolean;
}

@Module({})
class Root {}

/** The application of one process: the stores, and the modules that it is composed of. Not listening yet. */
export function createService(options: ServiceOptions): Promise<HttpService> {
  const { config, name, title, modules, clock, quiet } = options;
  const root: DynamicModule = { module: Root, imports: [StoresModule.forRoot(config, name, clock), ...modules] };
  return createHttpService(root, {
    title,
    limits: config.limits,
    logLevel: config.logLevel,
    trustProxy: config.trustProxy,
    ...(quiet === undefined ? {} : { quiet }),
  });
}

/** Listens, reports to StatsD where configured, and stops gracefully on SIGTERM and SIGINT: what was accepted is answered first. */
export async function serve(app: HttpService, config: Config, name: string, port: number): Promise<string> {
  app.enableShutdownHooks();
  if (config.statsdUrl !== undefined) {
    const reporter = new StatsdReporter(config.statsdUrl, name, app.get(Metrics).registry);
    app
      .getHttpAdapter()
      .getInstance()
      .addHook('onClose', () => reporter.close());
  }
  await app.listen(config.port ?? port, config.host);
  return app.getUrl();
}
