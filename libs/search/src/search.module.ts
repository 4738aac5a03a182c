import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import { CLOCK, type Clock } from '#libs/contracts';
import { HealthRegistry } from '#libs/http';
import { Database, DATABASE } from '#libs/postgres';
import { HistoryService } from './ask/history.service.js';
import { HISTORY, openElastic, openPostgres, type OpenHistory } from './open-history.js';

/** The event history, where ELASTICSEARCH_URL says or in the services' own database; one of each a process. */
@Global()
@Module({
  providers: [
    {
      provide: HISTORY,
      inject: [CONFIG, DATABASE, CLOCK],
      useFactory: ({ elasticsearch }: Config, database: Database, clock: Clock): OpenHistory | Promise<OpenHistory> =>
        elasticsearch === undefined ? openPostgres(database) : openElastic(elasticsearch, clock),
    },
    {
      provide: HistoryService,
      inject: [DATABASE, HISTORY, CLOCK],
      useFactory: (database: Database, opened: OpenHistory, clock: Clock) =>
        new HistoryService(database, opened, clock),
    },
  ],
  exports: [HISTORY, HistoryService],
})
export class SearchModule implements OnApplicationShutdown {
  constructor(
    @Inject(HISTORY) private readonly opened: OpenHistory,
    @Inject(HealthRegistry) health: HealthRegistry,
  ) {
    // The services' database has a check of its own.
    if (opened.store === 'postgres') return;
    health.register(opened.store, () =>
      opened.history.check().then(
        () => 'ok' as const,
        () => ({ degraded: 'away; the event history waits for it' }),
      ),
    );
  }

  async onApplicationShutdown(): Promise<void> {
    await this.opened.close();
  }
}
