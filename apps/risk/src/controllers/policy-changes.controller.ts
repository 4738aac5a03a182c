import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import {
  policyChangeIdSchema,
  policyChangeQuerySchema,
  policyChangeSchema,
  type PolicyChangeBody,
  type PolicyChangeQuery,
  type PolicyChangeView,
  type Principal,
} from '#libs/contracts';
import { Caller, NoBody, Scope, Summary } from '#libs/http';
import { ChangeService } from '#libs/trust';

@Controller('v1/policy/changes')
export class PolicyChangesController {
  constructor(@Inject(ChangeService) private readonly changes: ChangeService) {}

  @Summary('Propose a change of the policy, and read what to expect of it a day')
  @Post()
  @Scope('rules:write')
  propose(
    @Body({ schema: policyChangeSchema }) body: PolicyChangeBody,
    @Caller() caller: Principal,
  ): Promise<PolicyChangeView> {
    return this.changes.propose(body, caller);
  }

  @Summary('List the changes that were proposed')
  @Get()
  @Scope('rules:read')
  async list(
    @Query({ schema: policyChangeQuerySchema }) query: PolicyChangeQuery,
  ): Promise<{ changes: PolicyChangeView[] }> {
    return { changes: await this.changes.list(query) };
  }

  @Summary('Take a change that somebody else proposed')
  @NoBody()
  @Post(':id/approve')
  @HttpCode(200)
  @Scope('policy:write')
  approve(
    @Param('id', { schema: policyChangeIdSchema }) id: string,
    @Caller() caller: Principal,
  ): Promise<PolicyChangeView> {
    return this.changes.approve(id, caller);
  }

  @Summary('Refuse a change that was proposed')
  @NoBody()
  @Post(':id/refuse')
  @HttpCode(200)
  @Scope('policy:write')
  refuse(
    @Param('id', { schema: policyChangeIdSchema }) id: string,
    @Caller() caller: Principal,
  ): Promise<PolicyChangeView> {
    return this.changes.refuse(id, caller);
  }
}
