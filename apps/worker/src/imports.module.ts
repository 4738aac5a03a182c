import { Module } from '@nestjs/common';
import { ImportEventsHandler, ImportPledgesHandler, PLEDGE_IMPORT } from '#libs/analytics';
import { CONFIG, type Config } from '#libs/config';
import { EventsModule } from '#libs/events';
import { GEO_LOOKUP, openGeo } from '#libs/geo';
import { PledgeImporter } from '#libs/trust';

/** Imports: the files are read by one domain, the pledges in them are scored by another. */
@Module({
  imports: [EventsModule],
  providers: [
    {
      provide: GEO_LOOKUP,
      inject: [CONFIG],
      useFactory: ({ geo }: Config) =>
        openGeo({
          cityPaths: geo.cityPath === undefined ? undefined : [geo.cityPath],
          asnPath: geo.asnPath,
          anonymousPath: geo.anonymousPath,
          onFailure: 'degrade',
        }),
    },
    PledgeImporter,
    { provide: PLEDGE_IMPORT, useExisting: PledgeImporter },
    ImportPledgesHandler,
    ImportEventsHandler,
  ],
  exports: [ImportPledgesHandler, ImportEventsHandler],
})
export class ImportsModule {}
