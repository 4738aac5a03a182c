import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import {
  outcomeSchema,
  pledgeIdSchema,
  scoreRequestSchema,
  type Assessment,
  type OutcomeBody,
  type OutcomeView,
  type Principal,
  type ScoreRequest,
} from '#libs/contracts';
import { Caller, Scope } from '#libs/http';
import { AssessmentService, OutcomeService, ScoringFigures, ScoringService } from '#libs/trust';

@Controller('v1/pledges')
export class PledgesController {
  constructor(
    @Inject(ScoringService) private readonly scoring: ScoringService,
    @Inject(AssessmentService) private readonly assessments: AssessmentService,
    @Inject(OutcomeService) private readonly outcomes: OutcomeService,
    @Inject(ScoringFigures) private readonly figures: ScoringFigures,
  ) {}

  @Post('score')
  @HttpCode(200)
  @Scope('pledges:score')
  async score(
    @Body({ schema: scoreRequestSchema }) body: ScoreRequest,
    @Caller() caller: Principal,
  ): Promise<Assessment> {
    const answer = await this.scoring.score(body, caller.live);
    this.figures.note(answer);
    return answer;
  }

  @Get(':id/assessment')
  @Scope('assessments:read')
  assessment(
    @Param('id', { schema: pledgeIdSchema }) id: string,
    @Caller() caller: Principal,
  ): Promise<Assessment & { readonly history: readonly Assessment[] }> {
    return this.assessments.ofPledge(id, caller.live);
  }

  @Post(':id/outcomes')
  @HttpCode(200)
  @Scope('outcomes:write')
  outcome(
    @Param('id', { schema: pledgeIdSchema }) id: string,
    @Body({ schema: outcomeSchema }) body: OutcomeBody,
    @Caller() caller: Principal,
  ): Promise<OutcomeView> {
    return this.outcomes.add(id, body, caller.live);
  }
}
