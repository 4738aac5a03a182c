import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import { ImportService } from '#libs/analytics';
import { EventsModule, type Spool } from '#libs/events';
import { GEO_LOOKUP, type GeoLookup } from '#libs/geo';
import { HealthRegistry, Metrics } from '#libs/http';
import type { Database } from '#libs/postgres';
import { QueueModule } from '#libs/queue';
import {
  AssessmentService,
  AssessmentWriter,
  ConfigurationService,
  FactService,
  LiveVelocity,
  Lookups,
  OutcomeObserver,
  OutcomeService,
  PolicyService,
  Recorder,
  RuleService,
  SCORING_DATABASE,
  SCORING_SPOOL,
  ScoringFigures,
  ScoringService,
  VelocityKeeper,
} from '#libs/trust';
import { AssessmentsController } from './controllers/assessments.controller.js';
import { EventsController } from './controllers/events.controller.js';
import { FactsController } from './controllers/facts.controller.js';
import { ImportController } from './controllers/import.controller.js';
import { ImportsController } from './controllers/imports.controller.js';
import { PledgesController } from './controllers/pledges.controller.js';
import { PolicyController } from './controllers/policy.controller.js';
import { RulesController } from './controllers/rules.controller.js';
import { geoLookup, scoringDatabase, scoringSpool } from './scoring-stores.js';

/** Scoring, outcomes, rules and policy over HTTP. */
@Module({
  imports: [AccessModule, EventsModule, QueueModule],
  controllers: [
    PledgesController,
    AssessmentsController,
    RulesController,
    PolicyController,
    FactsController,
    EventsController,
    ImportController,
    ImportsController,
  ],
  providers: [
    scoringDatabase,
    scoringSpool,
    geoLookup,
    AssessmentService,
    AssessmentWriter,
    ConfigurationService,
    FactService,
    ImportService,
    LiveVelocity,
    Lookups,
    OutcomeObserver,
    OutcomeService,
    PolicyService,
    Recorder,
    RuleService,
    ScoringFigures,
    ScoringService,
    VelocityKeeper,
  ],
  exports: [ConfigurationService, FactService, RuleService, ScoringService, OutcomeService],
})
export class RiskModule implements OnApplicationShutdown {
  constructor(
    @Inject(SCORING_DATABASE) private readonly database: Database,
    @Inject(SCORING_SPOOL) private readonly spool: Spool<unknown>,
    @Inject(GEO_LOOKUP) geo: GeoLookup,
    @Inject(HealthRegistry) health: HealthRegistry,
    @Inject(Metrics) metrics: Metrics,
  ) {
    health.register('geo', () => {
      const [problem] = geo.status().problems;
      return problem === undefined ? 'ok' : { degraded: problem.reason };
    });
    health.register('scoring_spool', () => (spool.bytes() === 0 ? 'ok' : { degraded: `${spool.bytes()} bytes wait` }));
    metrics.gauge('scoring_spool_bytes', 'Answers that wait on disk for the database.', () => spool.bytes());
  }

  /** After the services of this module have finished. */
  async onApplicationShutdown(): Promise<void> {
    await this.spool.close();
    await this.database.pool.end();
  }
}
