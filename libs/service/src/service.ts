import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import type { Clock } from '#libs/contracts';
import { projectRoot, type Config } from '#libs/config';
import {
  createHttpService,
  Metrics,
  StatsdReporter,
  type Answers,
  type HttpOptions,
  type HttpService,
} from '#libs/http';
import { unavailable } from '#libs/errors';
import { isConnectionError } from '#libs/postgres';
import { requireDataFolder } from './required-folder.js';
import { StoresModule } from './stores.module.js';

export interface ServiceOptions {
  readonly config: Config;
  /** The process's name in logs, figures and the database. */
  readonly name: string;
  readonly title: string;
  readonly modules: readonly (Type | DynamicModule)[];
  readonly clock?: Clock;
  readonly rewrite?: HttpOptions['rewrite'];
  readonly quiet?: boolean;
}

/** Made from the code by `npm run generate`. */
const answersFile = join(projectRoot(), 'openapi/answers.json');

const databaseAway = 'The database cannot take this now; try again in a moment.';

@Module({})
class Root {}

/** The application of one process: the stores, and the modules that it is composed of. Not listening yet. */
export async function createService(options: ServiceOptions): Promise<HttpService> {
  const { config, name, title, modules, clock, rewrite, quiet } = options;
  requireDataFolder(config.dataFolder);
  const root: DynamicModule = { module: Root, imports: [StoresModule.forRoot(config, name, clock), ...modules] };
  return createHttpService(root, {
    title,
    limits: config.limits,
    logLevel: config.logLevel,
    trustProxy: config.trustProxy,
    ...(config.clientOrigins === undefined ? {} : { clientOrigins: config.clientOrigins }),
    explain: (error) => (isConnectionError(error) ? unavailable(databaseAway) : undefined),
    answers: JSON.parse(readFileSync(answersFile, 'utf8')) as Answers,
    ...(clock === undefined ? {} : { clock }),
    ...(rewrite === undefined ? {} : { rewrite }),
    ...(quiet === undefined ? {} : { quiet }),
  });
}

/** Listens, and stops gracefully on SIGTERM and SIGINT: what was accepted is answered first. */
export async function serve(app: HttpService, config: Config, name: string, port: number): Promise<string> {
  app.enableShutdownHooks();
  return listen(app, config, name, port);
}

/** Listens, and reports to StatsD where configured. @returns where it answers @throws Error when it cannot; all is closed then */
export async function listen(app: HttpService, config: Config, name: string, port: number): Promise<string> {
  if (config.statsdUrl !== undefined) {
    const reporter = new StatsdReporter(config.statsdUrl, name, app.get(Metrics).registry);
    app
      .getHttpAdapter()
      .getInstance()
      .addHook('onClose', () => reporter.close());
  }
  try {
    await app.listen(config.port ?? port, config.host);
  } catch (error) {
    // What is open would keep a process that serves nobody.
    await app.close();
    throw error;
  }
  return app.getUrl();
}
