import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import {
  eventListSchema,
  eventsBodySchema,
  refusedQuerySchema,
  type EventListQuery,
  type EventsAnswer,
  type EventsBody,
  type HistoryPage,
  type Principal,
  type RefusedQuery,
  type RefusedView,
} from '#libs/contracts';
import { EventIntake, RefusedEvents } from '#libs/events';
import { Caller, Rules, Scope, Summary, TestKeys } from '#libs/http';
import { HistoryService } from '#libs/search';

const batchBytes = 16_777_216;

@Controller('v1/events')
export class EventsController {
  constructor(
    @Inject(EventIntake) private readonly intake: EventIntake,
    @Inject(RefusedEvents) private readonly refused: RefusedEvents,
    @Inject(HistoryService) private readonly history: HistoryService,
  ) {}

  @Scope('events:write')
  @TestKeys()
  @Summary('Take a batch of events')
  @Post()
  @HttpCode(200)
  @Rules({ bodyLimit: batchBytes, judgesItems: true })
  take(@Body({ schema: eventsBodySchema }) body: EventsBody, @Caller() caller: Principal): Promise<EventsAnswer> {
    return this.intake.take(body.events, caller);
  }

  @Scope('events:read')
  @Summary('Read the events of a backer or visitor, newest first')
  @Get()
  list(@Query({ schema: eventListSchema }) query: EventListQuery, @Caller() caller: Principal): Promise<HistoryPage> {
    return this.history.timeline(query, caller);
  }

  @Scope('events:read')
  @Summary('Read the events that were refused in the last 7 days')
  @Get('refused')
  listRefused(
    @Query({ schema: refusedQuerySchema }) query: RefusedQuery,
    @Caller() caller: Principal,
  ): Promise<RefusedView[]> {
    return this.refused.list(query, caller);
  }
}
