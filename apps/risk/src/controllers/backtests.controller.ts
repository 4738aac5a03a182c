import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import {
  backtestIdSchema,
  backtestListSchema,
  backtestSchema,
  type BacktestBody,
  type BacktestListQuery,
  type BacktestView,
  type Principal,
} from '#libs/contracts';
import { Caller, Scope, Summary } from '#libs/http';
import { BacktestService } from '#libs/trust';

@Controller('v1/backtests')
export class BacktestsController {
  constructor(@Inject(BacktestService) private readonly backtests: BacktestService) {}

  @Summary('Try a policy on the pledges of a time, beside the one of now')
  @Post()
  @HttpCode(202)
  @Scope('jobs:write')
  ask(@Body({ schema: backtestSchema }) body: BacktestBody, @Caller() caller: Principal): Promise<BacktestView> {
    return this.backtests.ask(body, caller);
  }

  @Summary('List the latest backtests')
  @Get()
  @Scope('rules:read')
  async list(
    @Query({ schema: backtestListSchema }) { limit }: BacktestListQuery,
  ): Promise<{ backtests: BacktestView[] }> {
    return { backtests: await this.backtests.list(limit) };
  }

  @Summary('Read a backtest: what each rule caught, and what moved')
  @Get(':id')
  @Scope('rules:read')
  get(@Param('id', { schema: backtestIdSchema }) id: string): Promise<BacktestView> {
    return this.backtests.get(id);
  }
}
