import { Controller, Get, Header, Inject, Param, Query, Req, type StreamableFile } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { runRowsQuerySchema, shareTokenSchema, type RunRowsQuery, type SharedLook } from '#libs/contracts';
import { readoutRows, SharedLookService } from '#libs/experimentation';
import { addressOf, csvOf, Public, Summary } from '#libs/http';

/** For strangers: what a link opens, and nothing else. */
@Controller('v1/shared')
export class SharedController {
  constructor(@Inject(SharedLookService) private readonly looks: SharedLookService) {}

  @Public()
  @Summary('Read a look by its address, without signing in')
  @Get(':token')
  @Header('cache-control', 'no-store')
  @Header('x-robots-tag', 'noindex')
  async read(
    @Param('token', { schema: shareTokenSchema }) token: string,
    @Query({ schema: runRowsQuerySchema }) { format }: RunRowsQuery,
    @Req() request: FastifyRequest,
  ): Promise<SharedLook | StreamableFile> {
    const shared = await this.looks.read(token, addressOf(request));
    if (format === 'json') return shared;
    return csvOf(readoutRows(shared.readout), `${shared.experiment}-look-${shared.look.number}`);
  }
}
