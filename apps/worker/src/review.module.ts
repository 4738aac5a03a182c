import { Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import { CLOCK } from '#libs/contracts';
import { EventsModule } from '#libs/events';
import { DATABASE } from '#libs/postgres';
import {
  AUDIT_CHAIN_SCHEDULE,
  AuditChainHandler,
  auditChainSchedule,
  DecisionConsequences,
  DecisionLabels,
  DecisionReader,
  DecisionService,
  DecisionTaker,
  DecisionWriter,
  EffectService,
  LiveVelocity,
  OutcomeObserver,
  REVIEW_RUN_SCHEDULE,
  ReviewRunHandler,
  reviewRunSchedule,
  WEBHOOK_SEND_SCHEDULE,
  WebhookSendHandler,
  webhookSendSchedule,
} from '#libs/trust';

/** What keeps the cases while nobody looks, tells decisions, and chains the audit. */
@Module({
  imports: [AccessModule, EventsModule],
  providers: [
    AuditChainHandler,
    { provide: AUDIT_CHAIN_SCHEDULE, inject: [DATABASE], useFactory: auditChainSchedule },
    DecisionConsequences,
    DecisionLabels,
    DecisionReader,
    DecisionService,
    DecisionTaker,
    DecisionWriter,
    EffectService,
    LiveVelocity,
    OutcomeObserver,
    ReviewRunHandler,
    WebhookSendHandler,
    { provide: REVIEW_RUN_SCHEDULE, inject: [DATABASE, CLOCK], useFactory: reviewRunSchedule },
    { provide: WEBHOOK_SEND_SCHEDULE, inject: [DATABASE, CLOCK], useFactory: webhookSendSchedule },
  ],
  exports: [
    AuditChainHandler,
    AUDIT_CHAIN_SCHEDULE,
    ReviewRunHandler,
    REVIEW_RUN_SCHEDULE,
    WebhookSendHandler,
    WEBHOOK_SEND_SCHEDULE,
  ],
})
export class ReviewModule {}
