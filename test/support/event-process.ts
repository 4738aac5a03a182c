import { Global, Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import { loadConfig } from '#libs/config';
import { EventsModule } from '#libs/events';
import { createService } from '#libs/service';
import { EventsController } from '../../apps/risk/src/controllers/events.controller.js';
import { SINK_PACE, SinksModule, type SinkPace } from '../../apps/worker/src/sinks.module.js';

/** Many small batches without pause, and a lease that is over before the next process is up: a kill falls on work. */
const pace: SinkPace = {
  runner: { leaseSeconds: 1, pauseMs: 1, retryMs: 100 },
  bucket: { rowLimit: 600, byteLimit: 1_000_000, fullRows: 1, lingerMs: 0 },
};

@Global()
@Module({ providers: [{ provide: SINK_PACE, useValue: pace }], exports: [SINK_PACE] })
class Pace {}

@Module({ imports: [Pace, AccessModule, EventsModule, SinksModule], controllers: [EventsController] })
class Everything {}

/** Takes events and follows the log in one process, for a test that kills it. Says its address, then works until it dies. */
const config = loadConfig();
const app = await createService({ config, name: 'events', title: 'Events', modules: [Everything], quiet: true });
await app.listen(0, '127.0.0.1');
process.send?.({ url: await app.getUrl() });
process.on('disconnect', () => process.exit());
