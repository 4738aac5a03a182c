import { join } from 'node:path';
import { Global, Inject, Logger, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, systemClock, type Clock } from '#libs/contracts';
import { CONFIG, projectRoot, type Config } from '#libs/config';
import { unavailable } from '#libs/errors';
import { EventStreams, HealthRegistry, HttpModule, Metrics } from '#libs/http';
import { KeptCopies, openObjectStore } from '#libs/objects';
import { createPool, Database, DATABASE, LISTEN, Listener, SqlCatalogue, type Listen } from '#libs/postgres';

const poolSize = 10;

/** What every process of ours stands on: configuration, clock, the services' database. One of each, for all modules. */
@Global()
@Module({})
export class StoresModule implements OnApplicationShutdown {
  private readonly listeners: Listener[] = [];

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(KeptCopies) private readonly copies: KeptCopies,
    @Inject(HealthRegistry) health: HealthRegistry,
  ) {
    health.register('postgres', async () => {
      const alive = await database.pool.query('SELECT 1').then(
        () => true,
        () => false,
      );
      return alive ? 'ok' : { degraded: 'away; answers come from the last snapshot' };
    });
  }

  static forRoot(config: Config, name: string, clock: Clock = systemClock): DynamicModule {
    return {
      module: StoresModule,
      imports: [HttpModule],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: CLOCK, useValue: clock },
        { provide: DATABASE, useFactory: () => openDatabase(config, name) },
        { provide: KeptCopies, useFactory: () => openCopies(config) },
        {
          provide: EventStreams,
          inject: [Metrics],
          useFactory: (metrics: Metrics) => new EventStreams(config.limits, metrics),
        },
        {
          provide: LISTEN,
          inject: [StoresModule],
          useFactory:
            (stores: StoresModule): Listen =>
            (channel, handlers) =>
              stores.listen(channel, handlers),
        },
      ],
      exports: [CONFIG, CLOCK, DATABASE, LISTEN, EventStreams, KeptCopies],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.listeners.map((listener) => listener.close()));
    await this.copies.close();
    await this.database.pool.end();
  }

  private listen(channel: string, handlers: Parameters<Listen>[1]): void {
    if (this.config.databaseUrl === undefined) return;
    const listener = new Listener(this.config.databaseUrl, channel, handlers);
    this.listeners.push(listener);
    void listener.start();
  }
}

function openCopies({ dataFolder, objects }: Config): KeptCopies {
  const logger = new Logger(KeptCopies.name);
  let opened: ReturnType<typeof openObjectStore> | undefined;
  return new KeptCopies(
    join(dataFolder, 'snapshots'),
    () => (opened ??= openObjectStore(objects)),
    (error) => logger.warn(`The snapshot is not in object storage yet: ${error instanceof Error ? error.message : ''}`),
  );
}

function openDatabase(config: Config, name: string): Database {
  if (config.databaseUrl === undefined)
    throw unavailable('DATABASE_URL is not set, and this process embeds no PostgreSQL.');
  const pool = createPool(config.databaseUrl, { max: poolSize, applicationName: `verdict-${name}` });
  return new Database(pool, SqlCatalogue.load(join(projectRoot(), 'sql/postgres')));
}
