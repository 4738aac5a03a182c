import { Global, Module } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import { OBJECTS, openObjectStore } from '#libs/objects';
import { AbandonedBatches } from './abandoned-batches.js';
import { Buckets } from './buckets.js';
import { EventIntake } from './event-intake.js';
import { EventLog } from './event-log.js';
import { MixpanelIntake } from './mixpanel-intake.js';
import { EventPartitions } from './partitions.js';
import { RefusedEvents } from './refused-events.js';
import { SnapshotBuckets } from './snapshot-buckets.js';

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
    SnapshotBuckets,
    AbandonedBatches,
    { provide: OBJECTS, inject: [CONFIG], useFactory: ({ objects }: Config) => openObjectStore(objects) },
  ],
  exports: [
    EventPartitions,
    EventLog,
    RefusedEvents,
    EventIntake,
    MixpanelIntake,
    Buckets,
    SnapshotBuckets,
    AbandonedBatches,
    OBJECTS,
  ],
})
export class EventsModule {}
