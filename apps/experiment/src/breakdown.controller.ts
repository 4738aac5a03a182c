import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import {
  breakdownListSchema,
  experimentKeySchema,
  newBreakdownSchema,
  type BreakdownAccepted,
  type BreakdownListQuery,
  type BreakdownView,
  type NewBreakdown,
  type Principal,
} from '#libs/contracts';
import { BreakdownService } from '#libs/experimentation';
import { Caller, Scope, Summary } from '#libs/http';

@Controller('v1/experiments/:key/breakdowns')
export class BreakdownController {
  constructor(@Inject(BreakdownService) private readonly service: BreakdownService) {}

  @Scope('experiments:write')
  @Summary('Ask for an experiment’s effects by what was known of its units')
  @Post()
  @HttpCode(202)
  ask(
    @Param('key', { schema: experimentKeySchema }) key: string,
    @Body({ schema: newBreakdownSchema }) body: NewBreakdown,
    @Caller() caller: Principal,
  ): Promise<BreakdownAccepted> {
    return this.service.ask(key, body, caller);
  }

  @Scope('experiments:read')
  @Summary('List an experiment’s effects by what was known of its units')
  @Get()
  list(
    @Param('key', { schema: experimentKeySchema }) key: string,
    @Query({ schema: breakdownListSchema }) { correction }: BreakdownListQuery,
  ): Promise<BreakdownView[]> {
    return this.service.list(key, correction);
  }
}
