import { Body, Controller, Get, HttpCode, Inject, Post, Put } from '@nestjs/common';
import {
  overrideSchema,
  policySchema,
  type PolicyBody,
  type PolicyOverride,
  type PolicyView,
  type Principal,
} from '#libs/contracts';
import { Caller, Scope, Summary } from '#libs/http';
import { PolicyService } from '#libs/trust';

@Controller('v1/policy')
export class PolicyController {
  constructor(@Inject(PolicyService) private readonly policy: PolicyService) {}

  @Summary('Read the policy: scores and what follows from them')
  @Get()
  @Scope('rules:read')
  find(): Promise<PolicyView> {
    return this.policy.find();
  }

  @Summary('Change the policy')
  @Put()
  @Scope('policy:write')
  change(@Body({ schema: policySchema }) body: PolicyBody, @Caller() caller: Principal): Promise<PolicyView> {
    return this.policy.change(body, caller);
  }

  @Summary('Keep all pledges from being rejected, or stopped, for a while')
  @Post('override')
  @HttpCode(200)
  @Scope('policy:write')
  override(@Body({ schema: overrideSchema }) body: PolicyOverride, @Caller() caller: Principal): Promise<PolicyView> {
    return this.policy.override(body, caller);
  }
}
