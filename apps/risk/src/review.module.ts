import { Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import { GeoModule } from '#libs/geo';
import { SearchModule } from '#libs/search';
import {
  CaseService,
  DecisionConsequences,
  DecisionReader,
  DecisionService,
  DecisionTaker,
  DecisionWriter,
  EffectService,
  EntityReviewService,
  FlipService,
  NoteService,
  QueueService,
  WebhookService,
} from '#libs/trust';
import { AppealsController } from './controllers/appeals.controller.js';
import { CasesController } from './controllers/cases.controller.js';
import { DecisionsController } from './controllers/decisions.controller.js';
import { EffectsController } from './controllers/effects.controller.js';
import { EntitiesController } from './controllers/entities.controller.js';
import { NotesController } from './controllers/notes.controller.js';
import { QueuesController } from './controllers/queues.controller.js';
import { WebhooksController } from './controllers/webhooks.controller.js';

/** Cases, queues and decisions over HTTP, and what follows from them. */
@Module({
  imports: [AccessModule, GeoModule, SearchModule],
  controllers: [
    AppealsController,
    CasesController,
    DecisionsController,
    EffectsController,
    EntitiesController,
    NotesController,
    QueuesController,
    WebhooksController,
  ],
  providers: [
    CaseService,
    DecisionConsequences,
    DecisionReader,
    DecisionService,
    DecisionTaker,
    DecisionWriter,
    EffectService,
    EntityReviewService,
    FlipService,
    NoteService,
    QueueService,
    WebhookService,
  ],
  exports: [DecisionService],
})
export class ReviewModule {}
