import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import {
  eventsBodySchema,
  refusedQuerySchema,
  type EventsAnswer,
  type EventsBody,
  type Principal,
  type RefusedQuery,
  type RefusedView,
} from '#libs/contracts';
import { EventIntake, RefusedEvents } from '#libs/events';
import { BodyLimit, Caller, Scope } from '#libs/http';

const batchBytes = 16_777_216;

@Controller('v1/events')
export class EventsController {
  constructor(
    @Inject(EventIntake) private readonly intake: EventIntake,
    @Inject(RefusedEvents) private readonly refused: RefusedEvents,
  ) {}

  @Scope('events:write')
  @Post()
  @HttpCode(200)
  @BodyLimit(batchBytes)
  take(@Body({ schema: eventsBodySchema }) body: EventsBody, @Caller() caller: Principal): Promise<EventsAnswer> {
    return this.intake.take(body.events, caller);
  }

  @Scope('events:read')
  @Get('refused')
  listRefused(@Query({ schema: refusedQuerySchema }) query: RefusedQuery): Promise<RefusedView[]> {
    return this.refused.list(query);
  }
}
