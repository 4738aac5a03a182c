import { Module } from '@nestjs/common';
import { ImportEventsHandler, ImportPledgesHandler, PLEDGE_IMPORT } from '#libs/analytics';
import { EventsModule } from '#libs/events';
import { GeoModule } from '#libs/geo';
import { GeoHistory, PledgeImporter, PLEDGE_PLACES } from '#libs/trust';
import { SinksModule } from './sinks.module.js';

/** Imports: the files are read by one domain, the pledges in them are scored by another. */
@Module({
  imports: [EventsModule, GeoModule, SinksModule],
  providers: [
    GeoHistory,
    { provide: PLEDGE_PLACES, useExisting: GeoHistory },
    PledgeImporter,
    { provide: PLEDGE_IMPORT, useExisting: PledgeImporter },
    ImportPledgesHandler,
    ImportEventsHandler,
  ],
  exports: [ImportPledgesHandler, ImportEventsHandler],
})
export class ImportsModule {}
