import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import {
  liveQuerySchema,
  liveSeenBy,
  outcomeSchema,
  pledgeIdSchema,
  revisionSchema,
  scoreRequestSchema,
  type Assessment,
  type LiveQuery,
  type OutcomeBody,
  type OutcomeView,
  type PledgeOutcomes,
  type Principal,
  type ReplayView,
  type ScoreRequest,
} from '#libs/contracts';
import { Caller, Rules, Scope, Summary, TestKeys } from '#libs/http';
import { AssessmentService, OutcomeService, ReplayService, ScoringFigures, ScoringService } from '#libs/trust';

@Controller('v1/pledges')
export class PledgesController {
  constructor(
    @Inject(ScoringService) private readonly scoring: ScoringService,
    @Inject(AssessmentService) private readonly assessments: AssessmentService,
    @Inject(OutcomeService) private readonly outcomes: OutcomeService,
    @Inject(ReplayService) private readonly replays: ReplayService,
    @Inject(ScoringFigures) private readonly figures: ScoringFigures,
  ) {}

  @Summary('Score a pledge')
  @Post('score')
  @HttpCode(200)
  @Scope('pledges:score')
  @TestKeys()
  @Rules({ judgesText: true })
  async score(
    @Body({ schema: scoreRequestSchema }) body: ScoreRequest,
    @Caller() caller: Principal,
  ): Promise<Assessment> {
    const answer = await this.scoring.score(body, caller.live);
    this.figures.note(answer);
    return answer;
  }

  @Summary('Read the latest assessment of a pledge, and those before')
  @Get(':id/assessment')
  @Scope('assessments:read')
  assessment(
    @Param('id', { schema: pledgeIdSchema }) id: string,
    @Query({ schema: liveQuerySchema }) { live }: LiveQuery,
    @Caller() caller: Principal,
  ): Promise<Assessment & { readonly history: readonly Assessment[] }> {
    return this.assessments.ofPledge(id, liveSeenBy(caller, live));
  }

  @Summary('Judge a stored assessment once more: is it the same by what was known then?')
  @Get(':id/assessments/:revision/replay')
  @Scope('assessments:read')
  replay(
    @Param('id', { schema: pledgeIdSchema }) id: string,
    @Param('revision', { schema: revisionSchema }) revision: number,
    @Query({ schema: liveQuerySchema }) { live }: LiveQuery,
    @Caller() caller: Principal,
  ): Promise<ReplayView> {
    return this.replays.replay(id, revision, liveSeenBy(caller, live));
  }

  @Summary('Read what became of a pledge')
  @Get(':id/outcomes')
  @Scope('assessments:read')
  outcomesOf(
    @Param('id', { schema: pledgeIdSchema }) id: string,
    @Query({ schema: liveQuerySchema }) { live }: LiveQuery,
    @Caller() caller: Principal,
  ): Promise<PledgeOutcomes> {
    return this.outcomes.ofPledge(id, liveSeenBy(caller, live));
  }

  @Summary('Tell what became of a pledge, or label it')
  @Post(':id/outcomes')
  @HttpCode(200)
  @Scope('outcomes:write')
  @TestKeys()
  outcome(
    @Param('id', { schema: pledgeIdSchema }) id: string,
    @Body({ schema: outcomeSchema }) body: OutcomeBody,
    @Caller() caller: Principal,
  ): Promise<OutcomeView> {
    return this.outcomes.add(id, body, caller.live);
  }
}
