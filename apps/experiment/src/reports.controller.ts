import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, type StreamableFile } from '@nestjs/common';
import { z } from 'zod';
import { ReportService } from '#libs/analytics';
import {
  reportListSchema,
  reportSchema,
  runRowsQuerySchema,
  type Principal,
  type ReportListQuery,
  type ReportRequest,
  type ReportView,
  type RunRows,
  type RunRowsQuery,
} from '#libs/contracts';
import { Caller, csvOf, Scope, Summary } from '#libs/http';

const id = { schema: z.uuid() };

@Controller('v1/reports')
export class ReportsController {
  constructor(@Inject(ReportService) private readonly reports: ReportService) {}

  @Scope('reports:write')
  @Summary('Ask for a report: paths, a funnel, retention or live projects')
  @Post()
  @HttpCode(202)
  ask(@Body({ schema: reportSchema }) body: ReportRequest, @Caller() caller: Principal): Promise<ReportView> {
    return this.reports.ask(body, caller);
  }

  @Scope('reports:read')
  @Summary('List the latest reports')
  @Get()
  list(@Query({ schema: reportListSchema }) query: ReportListQuery): Promise<ReportView[]> {
    return this.reports.list(query);
  }

  @Scope('reports:read')
  @Summary('Read a report: its state and the beginning of its answer')
  @Get(':id')
  get(@Param('id', id) report: string): Promise<ReportView> {
    return this.reports.get(report);
  }

  @Scope('reports:read')
  @Summary('Read all rows of a report, as JSON or CSV')
  @Get(':id/rows')
  async rows(
    @Param('id', id) report: string,
    @Query({ schema: runRowsQuerySchema }) { format }: RunRowsQuery,
  ): Promise<RunRows | StreamableFile> {
    const answer = await this.reports.rows(report);
    return format === 'json' ? answer : csvOf(answer, report);
  }
}
