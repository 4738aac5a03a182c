import type { Config } from '#libs/config';
import { createService } from '#libs/service';
import type { HttpService } from '#libs/http';
import { PlainError } from '../plain-error.js';
import { serveConsole } from '../console.js';
import { apiModules } from '../modules.js';
import type { DataFolder } from './data-folder.js';
import { ensureFirstAccess } from './first-access.js';
import { requireFreePort } from './port.js';
import { startStores, type Stores } from './stores.js';
import { WorkerProcess } from './worker-process.js';

const defaultPort = 3_000;

export interface SupervisorOptions {
  readonly config: Config;
  readonly folder: DataFolder;
  /** What the worker inherits besides the URLs of the stores. */
  readonly environment: Readonly<Record<string, string>>;
  readonly searchPath: string;
  readonly onStep: (text: string) => void;
  /** A part that was lost for good: nothing is left to do but to stop. */
  readonly onFatal: (error: Error) => void;
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
    const { config, folder, onStep } = options;
    const port = config.port ?? defaultPort;
    if (!config.embeddedAllowed && (config.databaseUrl === undefined || config.redisUrl === undefined))
      throw new PlainError(
        'In production nothing is embedded: set DATABASE_URL and REDIS_URL, or EMBEDDED=allow if you mean it.',
      );
    await requireFreePort(port, config.host);
    folder.open();
    let stores: Stores | undefined;
    let worker: WorkerProcess | undefined;
    let app: HttpService | undefined;
    try {
      onStep('Starting PostgreSQL and Redis');
      stores = await startStores(config, folder, options.searchPath);
      for (const host of stores.hosts)
        host.onLost(() => options.onFatal(new PlainError('An embedded store has ended unexpectedly.')));
      const wired: Config = { ...config, databaseUrl: stores.databaseUrl, redisUrl: stores.redisUrl };
      onStep('Starting the services');
      app = await createService({ config: wired, name: 'verdict', title: 'Verdict', modules: apiModules });
      await serveConsole(app);
      await ensureFirstAccess(app, folder.secrets());
      worker = new WorkerProcess(
        {
          ...options.environment,
          DATABASE_URL: stores.databaseUrl,
          REDIS_URL: stores.redisUrl,
          PORT: '0',
          VERDICT_DATA: folder.path,
        },
        (code) => options.onWarning(`The worker ended (exit ${code}) and is started again.`),
      );
      await Promise.all([worker.start(), app.listen(port, config.host)]);
      const url = `http://${config.host}:${port}`;
      folder.announce(url);
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
