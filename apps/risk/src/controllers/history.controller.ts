import { Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import {
  historyCountsSchema,
  historyRefusedSchema,
  historyRelatedSchema,
  historySearchSchema,
  historyTimelineSchema,
  type HistoryCountsQuery,
  type HistoryCountsView,
  type HistoryPage,
  type HistoryRefusedQuery,
  type HistoryRefusedView,
  type HistoryRelatedQuery,
  type HistoryRelatedView,
  type HistorySearchPage,
  type HistorySearchQuery,
  type HistoryTimelineQuery,
  type Principal,
} from '#libs/contracts';
import { Caller, NoBody, Scope, Summary } from '#libs/http';
import { Jobs } from '#libs/queue';
import { HistoryService } from '#libs/search';

@Controller('v1/history')
export class HistoryController {
  constructor(
    @Inject(HistoryService) private readonly history: HistoryService,
    @Inject(Jobs) private readonly jobs: Jobs,
  ) {}

  @Scope('events:read')
  @Summary('Search the event history')
  @Get('search')
  search(
    @Query({ schema: historySearchSchema }) query: HistorySearchQuery,
    @Caller() caller: Principal,
  ): Promise<HistorySearchPage> {
    return this.history.search(query, caller);
  }

  @Scope('events:read')
  @Summary('Read the history of one entity')
  @Get('timeline')
  timeline(
    @Query({ schema: historyTimelineSchema }) query: HistoryTimelineQuery,
    @Caller() caller: Principal,
  ): Promise<HistoryPage> {
    return this.history.timeline(query, caller);
  }

  @Scope('events:read')
  @Summary('Find what shares something with an entity')
  @Get('related')
  related(
    @Query({ schema: historyRelatedSchema }) query: HistoryRelatedQuery,
    @Caller() caller: Principal,
  ): Promise<HistoryRelatedView> {
    return this.history.related(query, caller);
  }

  @Scope('events:read')
  @Summary('Count events by time and value')
  @Get('counts')
  counts(
    @Query({ schema: historyCountsSchema }) query: HistoryCountsQuery,
    @Caller() caller: Principal,
  ): Promise<HistoryCountsView> {
    return this.history.counts(query, caller);
  }

  @Scope('events:read')
  @Summary('Read what the search index refused')
  @Get('refused')
  refused(@Query({ schema: historyRefusedSchema }) query: HistoryRefusedQuery): Promise<HistoryRefusedView[]> {
    return this.history.refused(query);
  }

  @Scope('jobs:write')
  @Summary('Build the search index anew')
  @NoBody()
  @Post('rebuild')
  @HttpCode(202)
  async rebuild(@Caller() caller: Principal): Promise<{ job_id: string }> {
    const job = { name: 'history_rebuild', payload: {}, deduplicationKey: 'history', createdBy: caller.id } as const;
    return { job_id: (await this.jobs.submit(job)).id };
  }
}
