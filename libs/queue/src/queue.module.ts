import { BullModule } from '@nestjs/bullmq';
import { Global, Module } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import { unavailable } from '#libs/errors';
import { queueConnection, type QueueConnection } from '#libs/redis';
import { Jobs } from './jobs.js';
import { queueName } from './queue-name.js';

/** For every process: submits jobs and tells how they are doing. It never waits for a Redis that is away. */
@Global()
@Module({
  imports: [
    BullModule.forRootAsync({ inject: [CONFIG], useFactory: (config: Config) => ({ connection: connection(config) }) }),
    BullModule.registerQueueAsync({
      name: queueName,
      inject: [CONFIG],
      useFactory: (config: Config) => ({
        connection: { ...connection(config), enableOfflineQueue: false, maxRetriesPerRequest: 0 },
      }),
    }),
  ],
  providers: [Jobs],
  exports: [Jobs, BullModule],
})
export class QueueModule {}

function connection(config: Config): QueueConnection {
  if (config.redisUrl === undefined) throw unavailable('REDIS_URL is not set, and this process embeds no Redis.');
  return queueConnection(config.redisUrl);
}
