import { BullModule } from '@nestjs/bullmq';
import { Global, Module } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import { Jobs } from './jobs.js';
import { submitterConnection } from './queue-connection.js';
import { queueName } from './queue-name.js';

/** For every process: submits jobs and tells how they are doing. It never waits for a Redis that is away. */
@Global()
@Module({
  imports: [
    BullModule.registerQueueAsync({
      name: queueName,
      inject: [CONFIG],
      useFactory: (config: Config) => ({ connection: submitterConnection(config) }),
    }),
  ],
  providers: [Jobs],
  exports: [Jobs, BullModule],
})
export class QueueModule {}
