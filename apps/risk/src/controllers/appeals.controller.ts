import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { caseReasonSchema, pledgeIdSchema, type CaseReason, type CaseView, type Principal } from '#libs/contracts';
import { Caller, Scope, Summary } from '#libs/http';
import { CaseService } from '#libs/trust';

@Controller('v1/pledges')
export class AppealsController {
  constructor(@Inject(CaseService) private readonly cases: CaseService) {}

  @Summary('Appeal against what holds of a pledge')
  @Post(':id/appeal')
  @HttpCode(200)
  @Scope('outcomes:write')
  appeal(
    @Param('id', { schema: pledgeIdSchema }) id: string,
    @Body({ schema: caseReasonSchema }) body: CaseReason,
    @Caller() caller: Principal,
  ): Promise<CaseView> {
    return this.cases.openFor(id, 'appeal', body, caller);
  }
}
