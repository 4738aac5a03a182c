import { Global, Logger, Module } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import { CLOCK, type Clock } from '#libs/contracts';
import { GEO_LOOKUP, GeoModule, type GeoLookup } from '#libs/geo';
import { Metrics } from '#libs/http';
import { OBJECTS, type ObjectStore } from '#libs/objects';
import { Database, DATABASE } from '#libs/postgres';
import {
  Follower,
  Generations,
  HISTORY,
  Rebuild,
  SearchModule,
  SearchSink,
  type FollowerOptions,
  type OpenHistory,
} from '#libs/search';
import { HistoryRebuildHandler } from './history-rebuild.handler.js';

/** The injection token of a `FollowerOptions`. */
const FOLLOWER_OPTIONS = Symbol('FOLLOWER_OPTIONS');

/** Postgres scores pledges meanwhile, whose commits must not wait for many documents at a stretch. */
const linesAtOnce = { postgres: 200, elasticsearch: 2_000 };

const options = {
  provide: FOLLOWER_OPTIONS,
  inject: [HISTORY, CLOCK, CONFIG, GEO_LOOKUP, Metrics],
  useFactory: (
    { store }: OpenHistory,
    clock: Clock,
    config: Config,
    geo: GeoLookup,
    metrics: Metrics,
  ): FollowerOptions => {
    const refused = metrics.counter('verdict_history_refused_total', 'Lines that the event history could not take.');
    return {
      clock,
      retentionMonths: config.historyMonths,
      countryOf: (ip) => geo.lookup(ip).country,
      linesAtOnce: linesAtOnce[store],
      onRefused: (lines) => refused.inc(lines),
    };
  },
};

const follower = {
  provide: Follower,
  inject: [DATABASE, OBJECTS, HISTORY, FOLLOWER_OPTIONS],
  useFactory: (database: Database, objects: ObjectStore, { store, index }: OpenHistory, given: FollowerOptions) =>
    new Follower(database, objects, index, new Generations(database, store, given.clock), given),
};

const searchSink = {
  provide: SearchSink,
  inject: [DATABASE, HISTORY, Follower, CLOCK],
  useFactory: (database: Database, { store, index }: OpenHistory, followed: Follower, clock: Clock): SearchSink =>
    new SearchSink(database, index, followed, clock, () =>
      new Logger('history').warn(
        `What the event history had in ${store} is gone: it is filled again from the buckets.`,
      ),
    ),
};

const rebuild = {
  provide: Rebuild,
  inject: [DATABASE, HISTORY, Follower],
  useFactory: (database: Database, { index }: OpenHistory, followed: Follower) =>
    new Rebuild(database, index, followed),
};

/** The event history: what follows the buckets into it, and what builds it anew. */
@Global()
@Module({
  imports: [SearchModule, GeoModule],
  providers: [options, follower, searchSink, rebuild, HistoryRebuildHandler],
  exports: [SearchSink, HistoryRebuildHandler],
})
export class HistoryModule {}
