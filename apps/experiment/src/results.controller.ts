import { Controller, Get, HttpCode, Inject, Param, Post, Query, type StreamableFile } from '@nestjs/common';
import {
  experimentKeySchema,
  queryHashSchema,
  refreshQuerySchema,
  runRowsQuerySchema,
  type EmptyReadout,
  type Principal,
  type QueryView,
  type Readout,
  type RefreshAnswer,
  type RefreshForecast,
  type RefreshQuery,
  type RunRowsQuery,
} from '#libs/contracts';
import { readoutRows, RefreshService, ResultsService } from '#libs/experimentation';
import { Caller, csvOf, NoBody, Scope, Summary } from '#libs/http';

@Controller('v1')
export class ResultsController {
  constructor(
    @Inject(ResultsService) private readonly service: ResultsService,
    @Inject(RefreshService) private readonly refreshes: RefreshService,
  ) {}

  @Scope('experiments:read')
  @Summary('Read the readout of an experiment')
  @Get('experiments/:key/results')
  async results(
    @Param('key', { schema: experimentKeySchema }) key: string,
    @Query({ schema: runRowsQuerySchema }) { format }: RunRowsQuery,
  ): Promise<Readout | EmptyReadout | StreamableFile> {
    const readout = await this.service.results(key);
    return format === 'json' ? readout : csvOf(readoutRows(readout), key);
  }

  @Scope('experiments:read')
  @Summary('Read what the next refresh of an experiment takes of the warehouse')
  @Get('experiments/:key/refresh')
  forecast(@Param('key', { schema: experimentKeySchema }) key: string): Promise<RefreshForecast> {
    return this.refreshes.forecast(key);
  }

  @Scope('experiments:write')
  @Summary('Compute an experiment’s readout anew')
  @NoBody()
  @Post('experiments/:key/refresh')
  @HttpCode(202)
  refresh(
    @Param('key', { schema: experimentKeySchema }) key: string,
    @Query({ schema: refreshQuerySchema }) { beyond_budget }: RefreshQuery,
    @Caller() caller: Principal,
  ): Promise<RefreshAnswer> {
    return this.refreshes.refresh(key, { beyondBudget: beyond_budget === 'true' }, caller);
  }

  @Scope('queries:read')
  @Summary('Read the SQL that a readout came from')
  @Get('queries/:hash')
  query(@Param('hash', { schema: queryHashSchema }) hash: string): Promise<QueryView> {
    return this.service.query(hash);
  }
}
