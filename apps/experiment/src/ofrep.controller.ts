import { Body, Controller, Get, Header, Headers, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  contextLimits,
  ofrepRefetchSchema,
  ofrepStreamSchema,
  type OfrepAnswer,
  type OfrepBulkAnswer,
  type OfrepRefetch,
  type OfrepRequest,
  type OfrepStreamQuery,
  type Principal,
} from '#libs/contracts';
import {
  CatchUp,
  fastOfrepRequestSchema,
  ofrepRefusal,
  OfrepService,
  ofrepStatus,
  type Asked,
} from '#libs/experimentation';
import {
  Caller,
  Public,
  Revalidated,
  Rules,
  Scope,
  Summary,
  TestKeys,
  unlessKnown,
  type JsonText,
  type RouteRules,
} from '#libs/http';
import { ForcedVariants, TakesForced } from './forcing.decorator.js';
import { OfrepLinks } from './ofrep-links.js';
import { OfrepStreams } from './ofrep-streams.js';

/** Of what the router itself refuses there are no parameters: no flag is called so, and a part of it tells which. */
const flagOf = ({ params, url }: FastifyRequest): string | undefined =>
  params === null ? url.split('?')[0]?.split('/').at(-1)?.slice(0, 100) : (params as { readonly key?: string }).key;

const rules: RouteRules = {
  crossOrigin: true,
  bodyLimit: contextLimits.bodyBytes,
  refusal: (problem, request) => ofrepRefusal(problem, flagOf(request)),
  refusalStatus: ofrepStatus,
};

/** The OpenFeature Remote Evaluation Protocol 0.3.0: providers of every language call it as it is. */
@Controller('ofrep/v1')
export class OfrepController {
  constructor(
    @Inject(OfrepService) private readonly ofrep: OfrepService,
    @Inject(OfrepLinks) private readonly links: OfrepLinks,
    @Inject(OfrepStreams) private readonly streams: OfrepStreams,
    @Inject(CatchUp) private readonly catchUp: CatchUp,
  ) {}

  @Scope('assignments:evaluate')
  @TestKeys()
  @Summary('OpenFeature: what one flag gives, and why')
  @Post('evaluate/flags/:key')
  @HttpCode(200)
  @Header('content-type', 'application/json; charset=utf-8')
  @Rules({ ...rules, direct: true })
  @TakesForced()
  one(
    @Param('key') key: string,
    @Body({ schema: fastOfrepRequestSchema }) request: OfrepRequest,
    @Caller() caller: Principal,
    @ForcedVariants() asked: Asked | undefined,
  ): JsonText<OfrepAnswer> {
    return this.ofrep.one(key, request, caller, asked);
  }

  @Scope('assignments:evaluate')
  @TestKeys()
  @Summary('OpenFeature: what every flag gives, and where changes are told')
  @Post('evaluate/flags')
  @HttpCode(200)
  @Revalidated()
  @Header('content-type', 'application/json; charset=utf-8')
  @Rules({ ...rules, direct: true })
  @TakesForced()
  async all(
    @Body({ schema: fastOfrepRequestSchema }) request: OfrepRequest,
    @Query({ schema: ofrepRefetchSchema }) { flagConfigEtag: etag, flagConfigLastModified: lastModified }: OfrepRefetch,
    @Caller() caller: Principal,
    @ForcedVariants() asked: Asked | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JsonText<OfrepBulkAnswer> | undefined> {
    const behind = this.catchUp.to({ etag, lastModified });
    if (behind !== undefined) await behind;
    const { fields, digest } = await this.ofrep.all(request, caller, asked);
    const { field, tag } = this.links.of(caller, reply.request);
    return unlessKnown(reply, `"${digest}-${tag}"`, () => `{${fields}${field}}`);
  }

  @Public()
  @Summary('OpenFeature: server-sent events that say when to ask again')
  @Get('events')
  @Rules({ crossOrigin: true, endless: true })
  events(
    @Query({ schema: ofrepStreamSchema }) { pass }: OfrepStreamQuery,
    @Headers('last-event-id') last: string | undefined,
    @Res() reply: FastifyReply,
  ): void {
    void reply.send(this.streams.open(pass, last, reply));
  }
}
