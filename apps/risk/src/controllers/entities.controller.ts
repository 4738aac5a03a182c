import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import {
  liveQuerySchema,
  liveSeenBy,
  pledgeIdSchema,
  reviewedIdSchema,
  reviewedKindSchema,
  type EntityReview,
  type FlipView,
  type LiveQuery,
  type Principal,
  type ReviewedKind,
} from '#libs/contracts';
import { Caller, Scope, Summary } from '#libs/http';
import { EntityReviewService, FlipService } from '#libs/trust';

@Controller('v1')
export class EntitiesController {
  constructor(
    @Inject(EntityReviewService) private readonly entities: EntityReviewService,
    @Inject(FlipService) private readonly flips: FlipService,
  ) {}

  @Summary('Read everything about an entity: timeline, places, ring, decisions')
  @Get('entities/:kind/:id')
  @Scope('reviews:read')
  entity(
    @Param('kind', { schema: reviewedKindSchema }) kind: ReviewedKind,
    @Param('id', { schema: reviewedIdSchema }) id: string,
    @Caller() caller: Principal,
  ): Promise<EntityReview> {
    return this.entities.of(kind, id, caller);
  }

  @Summary('Find what would have made another answer of a pledge’s latest one')
  @Get('pledges/:id/flips')
  @Scope('assessments:read')
  flipsOf(
    @Param('id', { schema: pledgeIdSchema }) id: string,
    @Query({ schema: liveQuerySchema }) { live }: LiveQuery,
    @Caller() caller: Principal,
  ): Promise<FlipView> {
    return this.flips.of(id, liveSeenBy(caller, live));
  }
}
