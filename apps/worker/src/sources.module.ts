import { Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import {
  EventPull,
  Locations,
  PullBook,
  PullSchedule,
  PullService,
  SOURCE_CLEANUP_SCHEDULE,
  SourceCleanupHandler,
  SourcePullHandler,
  SourceReaders,
  sourceCleanupSchedule,
  TablePull,
} from '#libs/analytics';
import { EventsModule } from '#libs/events';
import { SETTLED_PULL, settledPull } from './settled-pull.js';

/** Pulls of the company's tables: what runs them, what asks for them by the clock, and what removes their remains. */
@Module({
  imports: [AccessModule, EventsModule],
  providers: [
    Locations,
    SourceReaders,
    PullBook,
    TablePull,
    EventPull,
    SourcePullHandler,
    settledPull,
    SourceCleanupHandler,
    PullService,
    PullSchedule,
    { provide: SOURCE_CLEANUP_SCHEDULE, useValue: sourceCleanupSchedule },
  ],
  exports: [SETTLED_PULL, SourceCleanupHandler, PullSchedule, SOURCE_CLEANUP_SCHEDULE],
})
export class SourcesModule {}
