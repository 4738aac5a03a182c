import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import { ImportService } from '#libs/analytics';
import { EventsModule, spoolState, type Spool } from '#libs/events';
import { GeoModule } from '#libs/geo';
import { HealthRegistry, Metrics } from '#libs/http';
import type { Database } from '#libs/postgres';
import { QueueModule } from '#libs/queue';
import { SearchModule } from '#libs/search';
import {
  AssessmentService,
  AssessmentWriter,
  AuditVerifier,
  BatchScoringService,
  CollectionCheckService,
  BacktestService,
  ChangeService,
  ChangeTaker,
  Expectations,
  ReviewGate,
  ConfigurationFigures,
  ConfigurationService,
  DryRunService,
  FactService,
  ListService,
  LiveVelocity,
  Lookups,
  ModelService,
  OutcomeObserver,
  OutcomeService,
  PolicyService,
  Recorder,
  ReplayService,
  Rescorer,
  RulesetService,
  RuleService,
  SCORING_DATABASE,
  SCORING_SPOOL,
  ScoringFigures,
  ScoringService,
  ShadowService,
  SnoozeService,
  VelocityKeeper,
} from '#libs/trust';
import { AssessmentsController } from './controllers/assessments.controller.js';
import { AuditController } from './controllers/audit.controller.js';
import { CollectionController } from './controllers/collection.controller.js';
import { BacktestsController } from './controllers/backtests.controller.js';
import { ShadowController } from './controllers/shadow.controller.js';
import { EventsController } from './controllers/events.controller.js';
import { FactsController } from './controllers/facts.controller.js';
import { HistoryController } from './controllers/history.controller.js';
import { ImportController } from './controllers/import.controller.js';
import { ImportsController } from './controllers/imports.controller.js';
import { ListsController } from './controllers/lists.controller.js';
import { ModelsController } from './controllers/models.controller.js';
import { PledgesController } from './controllers/pledges.controller.js';
import { PolicyController } from './controllers/policy.controller.js';
import { PolicyChangesController } from './controllers/policy-changes.controller.js';
import { RulesController } from './controllers/rules.controller.js';
import { RulesetController } from './controllers/ruleset.controller.js';
import { SnoozesController } from './controllers/snoozes.controller.js';
import { ScoreBatchesController } from './controllers/score-batches.controller.js';
import { ReviewModule } from './review.module.js';
import { scoringDatabase, scoringSpool } from './scoring-stores.js';

/** Scoring, outcomes, rules and policy over HTTP. */
@Module({
  imports: [AccessModule, EventsModule, GeoModule, QueueModule, ReviewModule, SearchModule],
  controllers: [
    PledgesController,
    ScoreBatchesController,
    AssessmentsController,
    AuditController,
    CollectionController,
    BacktestsController,
    ShadowController,
    RulesController,
    RulesetController,
    SnoozesController,
    ListsController,
    PolicyController,
    PolicyChangesController,
    ModelsController,
    FactsController,
    EventsController,
    HistoryController,
    ImportController,
    ImportsController,
  ],
  providers: [
    scoringDatabase,
    scoringSpool,
    AssessmentService,
    AssessmentWriter,
    AuditVerifier,
    BatchScoringService,
    CollectionCheckService,
    BacktestService,
    ChangeService,
    ChangeTaker,
    Expectations,
    ShadowService,
    ReviewGate,
    ConfigurationFigures,
    ConfigurationService,
    DryRunService,
    FactService,
    ImportService,
    ListService,
    LiveVelocity,
    Lookups,
    ModelService,
    OutcomeObserver,
    OutcomeService,
    PolicyService,
    Recorder,
    ReplayService,
    Rescorer,
    RulesetService,
    RuleService,
    ScoringFigures,
    ScoringService,
    SnoozeService,
    VelocityKeeper,
  ],
  exports: [ConfigurationService, FactService, RuleService, ScoringService, OutcomeService],
})
export class RiskModule implements OnApplicationShutdown {
  constructor(
    @Inject(SCORING_DATABASE) private readonly database: Database,
    @Inject(SCORING_SPOOL) private readonly spool: Spool<unknown>,
    @Inject(HealthRegistry) health: HealthRegistry,
    @Inject(Metrics) metrics: Metrics,
  ) {
    health.register('scoring_spool', () => spoolState(spool));
    metrics.gauge('verdict_scoring_spool_bytes', 'Answers that wait on disk for the database.', () => spool.bytes());
    metrics.gauge(
      'verdict_scoring_spool_dead_letters',
      'Answers and observations that the database refuses, set aside on this disk.',
      () => spool.deadLetters(),
    );
  }

  /** After the services of this module have finished. */
  async onApplicationShutdown(): Promise<void> {
    await this.spool.close();
    await this.database.pool.end();
  }
}
