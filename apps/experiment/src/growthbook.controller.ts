import { Body, Controller, Get, Header, Headers, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { ApiParam, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  contextLimits,
  type GrowthBookEvalAnswer,
  type GrowthBookPayloadAnswer,
  type GrowthBookRefusal,
  type GrowthBookSubject,
  type Principal,
} from '#libs/contracts';
import { fastGrowthBookSubjectSchema, GrowthBookService } from '#libs/experimentation';
import {
  Caller,
  Rules,
  Scope,
  Summary,
  TestKeys,
  unlessKnown,
  type JsonBytes,
  type Problem,
  type RouteRules,
} from '#libs/http';
import { GrowthBookStreams } from './growthbook-streams.js';

const rules: RouteRules = {
  crossOrigin: true,
  refusal: ({ status, detail }: Problem): GrowthBookRefusal => ({ status, error: detail }),
};
const clientKey = { name: 'clientKey', type: 'string', description: 'a client’s key' };
const cached = 'public, max-age=30, stale-while-revalidate=3600, stale-if-error=36000';
const json = 'application/json; charset=utf-8';

/** The protocol of the GrowthBook SDKs: they need only our address and a client's key. */
@Controller()
export class GrowthBookController {
  constructor(
    @Inject(GrowthBookService) private readonly growthBook: GrowthBookService,
    @Inject(GrowthBookStreams) private readonly streams: GrowthBookStreams,
  ) {}

  @Scope('assignments:evaluate')
  @Summary('GrowthBook: the rules of all published flags, for a local key')
  @Get('api/features/:clientKey')
  @ApiParam(clientKey)
  @ApiResponse({ status: 200 })
  @ApiResponse({ status: 304 })
  @Rules(rules)
  features(
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): JsonBytes<GrowthBookPayloadAnswer> | undefined {
    const { bytes, tag } = this.growthBook.payload(caller);
    void reply.headers({ 'content-type': json, 'cache-control': cached, 'x-sse-support': 'enabled' });
    return unlessKnown(reply, tag, () => bytes);
  }

  @Scope('assignments:evaluate')
  @TestKeys()
  @Summary('GrowthBook: what every flag gives, and nothing of the rules')
  @Post('api/eval/:clientKey')
  @HttpCode(200)
  @ApiParam(clientKey)
  @Header('content-type', json)
  @Header('cache-control', 'no-store')
  @Header('x-sse-support', 'enabled')
  @Rules({ ...rules, direct: true, bodyLimit: contextLimits.bodyBytes })
  evaluate(
    @Body({ schema: fastGrowthBookSubjectSchema }) subject: GrowthBookSubject,
    @Caller() caller: Principal,
  ): JsonBytes<GrowthBookEvalAnswer> {
    return this.growthBook.answer(subject, caller);
  }

  @Scope('assignments:evaluate')
  @Summary('GrowthBook: server-sent events with the rules (local), or that say when to ask again (remote)')
  @Get('sub/:clientKey')
  @ApiParam(clientKey)
  @Rules({ ...rules, endless: true })
  subscribe(
    @Caller() caller: Principal,
    @Headers('last-event-id') last: string | undefined,
    @Res() reply: FastifyReply,
  ): void {
    void reply.send(this.streams.open(caller, last, reply));
  }
}
