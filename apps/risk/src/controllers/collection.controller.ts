import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import {
  collectionCheckSchema,
  pledgeIdSchema,
  type CollectionAnswer,
  type CollectionCheck,
  type Principal,
} from '#libs/contracts';
import { Caller, Scope, Summary } from '#libs/http';
import { CollectionCheckService } from '#libs/trust';

@Controller('v1/projects')
export class CollectionController {
  constructor(@Inject(CollectionCheckService) private readonly checks: CollectionCheckService) {}

  @Summary('Check a project’s uncollected pledges before the money moves')
  @Post(':id/collection-check')
  @HttpCode(200)
  @Scope('pledges:score')
  check(
    @Param('id', { schema: pledgeIdSchema }) id: string,
    @Body({ schema: collectionCheckSchema }) body: CollectionCheck,
    @Caller() caller: Principal,
  ): Promise<CollectionAnswer> {
    return this.checks.check(id, body, caller);
  }
}
