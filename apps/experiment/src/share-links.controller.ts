import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import {
  experimentKeySchema,
  lookNumberSchema,
  newShareLinkSchema,
  type NewShareLink,
  type Principal,
  type ShareLinkMade,
  type ShareLinkView,
} from '#libs/contracts';
import { ShareLinkService } from '#libs/experimentation';
import { Caller, Scope, Summary } from '#libs/http';

const key = { schema: experimentKeySchema };

@Controller('v1/experiments/:key')
export class ShareLinksController {
  constructor(@Inject(ShareLinkService) private readonly links: ShareLinkService) {}

  @Scope('experiments:write')
  @Summary('Make an address at which a look can be read without signing in')
  @Post('looks/:number/links')
  make(
    @Param('key', key) experiment: string,
    @Param('number', { schema: lookNumberSchema }) look: number,
    @Body({ schema: newShareLinkSchema }) body: NewShareLink,
    @Caller() caller: Principal,
  ): Promise<ShareLinkMade> {
    return this.links.make(experiment, look, body, caller);
  }

  @Scope('experiments:read')
  @Summary('List the addresses at which looks can be read without signing in')
  @Get('links')
  list(@Param('key', key) experiment: string): Promise<ShareLinkView[]> {
    return this.links.list(experiment);
  }

  @Scope('experiments:write')
  @Summary('Revoke an address at which a look can be read')
  @Delete('links/:id')
  @HttpCode(204)
  revoke(
    @Param('key', key) experiment: string,
    @Param('id', { schema: z.uuid() }) id: string,
    @Caller() caller: Principal,
  ): Promise<void> {
    return this.links.revoke(experiment, id, caller);
  }
}
