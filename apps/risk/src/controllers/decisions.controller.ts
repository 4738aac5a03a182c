import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import {
  decisionAnswerSchema,
  decisionIdSchema,
  decisionQuerySchema,
  newDecisionSchema,
  undoSchema,
  type DecisionAnswer,
  type DecisionPage,
  type DecisionQuery,
  type ReviewDecision,
  type NewDecision,
  type Principal,
  type Undo,
} from '#libs/contracts';
import { Caller, Scope, Summary } from '#libs/http';
import { DecisionReader, DecisionService } from '#libs/trust';

@Controller('v1/decisions')
export class DecisionsController {
  constructor(
    @Inject(DecisionService) private readonly decisions: DecisionService,
    @Inject(DecisionReader) private readonly reader: DecisionReader,
  ) {}

  @Summary('Read decisions in the order in which they took effect')
  @Get()
  @Scope('reviews:read')
  list(@Query({ schema: decisionQuerySchema }) query: DecisionQuery): Promise<DecisionPage> {
    return this.reader.page(query);
  }

  @Summary('List what waits for a second reviewer')
  @Get('proposed')
  @Scope('reviews:read')
  async proposed(): Promise<{ decisions: ReviewDecision[] }> {
    return { decisions: await this.reader.proposed() };
  }

  @Summary('Read a decision')
  @Get(':id')
  @Scope('reviews:read')
  get(@Param('id', { schema: decisionIdSchema }) id: string): Promise<ReviewDecision> {
    return this.reader.get(id);
  }

  @Summary('Decide on pledges, or on whoever is behind them')
  @Post()
  @Scope('reviews:write')
  decide(@Body({ schema: newDecisionSchema }) body: NewDecision, @Caller() caller: Principal): Promise<ReviewDecision> {
    return this.decisions.decide(body, caller);
  }

  @Summary('Approve or refuse what somebody else has proposed')
  @Post(':id/answer')
  @HttpCode(200)
  @Scope('reviews:write')
  answer(
    @Param('id', { schema: decisionIdSchema }) id: string,
    @Body({ schema: decisionAnswerSchema }) body: DecisionAnswer,
    @Caller() caller: Principal,
  ): Promise<ReviewDecision> {
    return this.decisions.answer(id, body, caller);
  }

  @Summary('Take a decision back')
  @Post(':id/undo')
  @HttpCode(200)
  @Scope('reviews:write')
  undo(
    @Param('id', { schema: decisionIdSchema }) id: string,
    @Body({ schema: undoSchema }) body: Undo,
    @Caller() caller: Principal,
  ): Promise<ReviewDecision> {
    return this.decisions.undo(id, body, caller);
  }
}
