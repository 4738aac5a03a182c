import { Global, Module } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import { FolderStore, OBJECTS } from '#libs/objects';
import { Buckets } from './buckets.js';
import { EventIntake } from './event-intake.js';
import { EventLog } from './event-log.js';
import { MixpanelIntake } from './mixpanel-intake.js';
import { EventPartitions } from './partitions.js';
import { RefusedEvents } from './refused-events.js';

/** The event log and the buckets, one of each a process. */
@Global()
@Module({
  providers: [
    EventPartitions,
    EventLog,
    RefusedEvents,
    EventIntake,
    MixpanelIntake,
    Buckets,
    { provide: OBJECTS, inject: [CONFIG], useFactory: (config: Config) => new FolderStore(config.bucketFolder) },
  ],
  exports: [EventPartitions, EventLog, RefusedEvents, EventIntake, MixpanelIntake, Buckets, OBJECTS],
})
export class EventsModule {}
