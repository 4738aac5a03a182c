import type { Config } from '#libs/config';
import { createService, listen } from '#libs/service';
import { HealthRegistry, Metrics, type HttpService } from '#libs/http';
import { PlainError } from '../plain-error.js';
import { serveConsole } from '../console.js';
import { apiModules } from '../modules.js';
import type { DataFolder } from './data-folder.js';
import { ensureFirstAccess } from './first-access.js';
import { routeOf } from '../two-forms.js';
import { requireFreePort } from './port.js';
import { startStores, type Stores } from './stores.js';
import { WorkerProcess } from './worker-process.js';

export const defaultPort = 3_000;

export interface SupervisorOptions {
  readonly config: Config;
  readonly folder: DataFolder;
  /** What the worker inherits besides the URLs of the stores. */
  readonly environment: Readonly<Record<string, string>>;
  readonly searchPath: string;
  /** For one command: nobody else is told where it answers, and nothing goes before what the worker does. */
  readonly isPrivate?: boolean;
  /** Aborted, a start ends after the step at hand: what was started is stopped in order, and its reason is thrown. */
  readonly signal?: AbortSignal;
  readonly onStep: (text: string) => void;
  /** A part was lost, or is back. */
  readonly onWarning: (text: string) => void;
}

/** Everything on one machine: the stores, both APIs and the console in this process, the worker in one of its own. */
export class Supervisor {
  private constructor(
    readonly app: HttpService,
    readonly url: string,
    private readonly stores: Stores,
    private readonly worker: WorkerProcess,
    private readonly folder: DataFolder,
  ) {}

  static async start(options: SupervisorOptions): Promise<Supervisor> {
    const { config, folder, signal } = options;
    const onStep = (text: string): void => {
      signal?.throwIfAborted();
      options.onStep(text);
    };
    const port = config.port ?? defaultPort;
    if (!config.embeddedAllowed && (config.databaseUrl === undefined || config.redisUrl === undefined))
      throw new PlainError(
        'In production nothing is embedded: set DATABASE_URL and REDIS_URL, or EMBEDDED=allow if you mean it.',
      );
    // Whoever starts it twice finds its own port taken, and needs no other.
    folder.requireUnheld();
    await requireFreePort(port, config.host);
    await folder.open();
    let stores: Stores | undefined;
    let worker: WorkerProcess | undefined;
    let app: HttpService | undefined;
    try {
      onStep('Starting PostgreSQL and Redis');
      stores = await startStores(options);
      const wired: Config = { ...config, databaseUrl: stores.databaseUrl, redisUrl: stores.redisUrl };
      onStep('Starting the services');
      app = await createService({
        config: wired,
        name: 'verdict',
        title: 'Verdict',
        modules: apiModules,
        rewrite: routeOf,
      });
      await serveConsole(app);
      await ensureFirstAccess(app, folder.secrets());
      signal?.throwIfAborted();
      worker = new WorkerProcess(
        {
          ...options.environment,
          DATABASE_URL: stores.databaseUrl,
          REDIS_URL: stores.redisUrl,
          PORT: '0',
          VERDICT_DATA: folder.path,
          SOURCE_HASH_KEY: config.sourceHashKey ?? folder.secrets().sourceHashKey,
        },
        (code) => options.onWarning(`The worker ended (exit ${code}) and is started again.`),
        // Where one command is all that is done, it waits for the worker.
        options.isPrivate === true ? { niceness: 0 } : {},
      );
      app.get(Metrics).include('worker', worker.figures.bind(worker));
      app.get(HealthRegistry).register('worker', worker.health.bind(worker));
      const [url] = await Promise.all([listen(app, config, 'verdict', defaultPort), worker.start()]);
      signal?.throwIfAborted();
      if (options.isPrivate !== true) folder.announce(url);
      return new Supervisor(app, url, stores, worker, folder);
    } catch (error) {
      await worker?.stop();
      await app?.close().catch(() => undefined);
      for (const host of stores?.hosts.toReversed() ?? []) await host.stop();
      folder.release();
      throw error;
    }
  }

  /** Answers what was accepted, lets the worker finish, and stops the stores last. */
  async stop(): Promise<void> {
    await this.app.close().catch(() => undefined);
    await this.worker.stop();
    for (const host of this.stores.hosts.toReversed()) await host.stop();
    this.folder.release();
  }
}
