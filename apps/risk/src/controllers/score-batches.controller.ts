import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { scoreBatchSchema, type Principal, type ScoreBatch } from '#libs/contracts';
import { Caller, Rules, Scope, Summary, TestKeys } from '#libs/http';
import { BatchScoringService, type ScoredBatch } from '#libs/trust';

@Controller('v1/pledges/score')
export class ScoreBatchesController {
  constructor(@Inject(BatchScoringService) private readonly batches: BatchScoringService) {}

  @Summary('Score many pledges, each as if it had come alone')
  @Post('batch')
  @HttpCode(200)
  @Scope('pledges:score')
  @TestKeys()
  @Rules({ judgesText: true })
  score(@Body({ schema: scoreBatchSchema }) body: ScoreBatch, @Caller() caller: Principal): Promise<ScoredBatch> {
    return this.batches.score(body.pledges, caller.live);
  }
}
