import { Controller, Get, Inject, Query } from '@nestjs/common';
import { shadowQuerySchema, type ShadowQuery, type ShadowView } from '#libs/contracts';
import { Scope, Summary } from '#libs/http';
import { ShadowService } from '#libs/trust';

@Controller('v1/shadow')
export class ShadowController {
  constructor(@Inject(ShadowService) private readonly shadow: ShadowService) {}

  @Summary('Read what the rules in shadow would have done of live pledges')
  @Get()
  @Scope('rules:read')
  read(@Query({ schema: shadowQuerySchema }) query: ShadowQuery): Promise<ShadowView> {
    return this.shadow.read(query);
  }
}
