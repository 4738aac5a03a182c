import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import {
  experimentKeySchema,
  lookComparisonQuerySchema,
  lookDeclarationSchema,
  lookNumberSchema,
  type LookDeclaration,
  type LookDetail,
  type LookDifference,
  type LookRerun,
  type LookView,
  type Principal,
  type RefreshAnswer,
} from '#libs/contracts';
import { LookService } from '#libs/experimentation';
import { Caller, Scope, Summary } from '#libs/http';

const key = { schema: experimentKeySchema };
const number = { schema: lookNumberSchema };

@Controller('v1/experiments/:key/looks')
export class LooksController {
  constructor(@Inject(LookService) private readonly looks: LookService) {}

  @Scope('experiments:read')
  @Summary('List the looks that were taken of an experiment')
  @Get()
  list(@Param('key', key) experiment: string): Promise<LookView[]> {
    return this.looks.list(experiment);
  }

  @Scope('experiments:write')
  @Summary('Declare a look beside the scheduled ones, with the reason; it spends its share of the level')
  @Post()
  @HttpCode(202)
  declare(
    @Param('key', key) experiment: string,
    @Body({ schema: lookDeclarationSchema }) body: LookDeclaration,
    @Caller() caller: Principal,
  ): Promise<RefreshAnswer> {
    return this.looks.declare(experiment, body, caller);
  }

  @Scope('experiments:read')
  @Summary('Read a look with the whole readout as it was seen')
  @Get(':number')
  get(@Param('key', key) experiment: string, @Param('number', number) at: number): Promise<LookDetail> {
    return this.looks.get(experiment, at);
  }

  @Scope('experiments:read')
  @Summary('Compute a look once more from its stored sums')
  @Get(':number/rerun')
  rerun(@Param('key', key) experiment: string, @Param('number', number) at: number): Promise<LookRerun> {
    return this.looks.rerun(experiment, at);
  }

  @Scope('experiments:read')
  @Summary('Compare a look with another: what changed')
  @Get(':number/changes')
  changes(
    @Param('key', key) experiment: string,
    @Param('number', number) at: number,
    @Query({ schema: lookComparisonQuerySchema }) query: { with: number },
  ): Promise<LookDifference> {
    return this.looks.compare(experiment, at, query.with);
  }
}
