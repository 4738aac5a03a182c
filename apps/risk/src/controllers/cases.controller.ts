import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import {
  caseAssignSchema,
  caseCloseSchema,
  caseIdSchema,
  caseQuerySchema,
  caseReasonSchema,
  caseWaitSchema,
  newCaseSchema,
  type CaseAssign,
  type CaseClose,
  type CaseDetail,
  type CaseList,
  type CaseQuery,
  type CaseReason,
  type CaseView,
  type CaseWait,
  type NewCase,
  type Principal,
} from '#libs/contracts';
import { Caller, NoBody, Scope, Summary } from '#libs/http';
import { CaseService } from '#libs/trust';

@Controller('v1/cases')
export class CasesController {
  constructor(@Inject(CaseService) private readonly cases: CaseService) {}

  @Summary('List cases in the order in which they are best taken')
  @Get()
  @Scope('reviews:read')
  list(@Query({ schema: caseQuerySchema }) query: CaseQuery): Promise<CaseList> {
    return this.cases.list(query);
  }

  @Summary('Read a case, its pledges and what was decided about them')
  @Get(':id')
  @Scope('reviews:read')
  get(@Param('id', { schema: caseIdSchema }) id: string): Promise<CaseDetail> {
    return this.cases.get(id);
  }

  @Summary('Open a case about a pledge by hand')
  @Post()
  @HttpCode(200)
  @Scope('reviews:write')
  open(@Body({ schema: newCaseSchema }) body: NewCase, @Caller() caller: Principal): Promise<CaseView> {
    return this.cases.open(body, caller);
  }

  @Summary('Claim a case, or go on holding it')
  @NoBody()
  @Post(':id/claim')
  @HttpCode(200)
  @Scope('reviews:write')
  claim(@Param('id', { schema: caseIdSchema }) id: string, @Caller() caller: Principal): Promise<CaseView> {
    return this.cases.claim(id, caller);
  }

  @Summary('Give a case back to its queue')
  @NoBody()
  @Post(':id/give-back')
  @HttpCode(200)
  @Scope('reviews:write')
  giveBack(@Param('id', { schema: caseIdSchema }) id: string, @Caller() caller: Principal): Promise<CaseView> {
    return this.cases.giveBack(id, caller);
  }

  @Summary('Put a case off until a time')
  @Post(':id/wait')
  @HttpCode(200)
  @Scope('reviews:write')
  wait(
    @Param('id', { schema: caseIdSchema }) id: string,
    @Body({ schema: caseWaitSchema }) body: CaseWait,
    @Caller() caller: Principal,
  ): Promise<CaseView> {
    return this.cases.wait(id, body, caller);
  }

  @Summary('Escalate a case')
  @Post(':id/escalate')
  @HttpCode(200)
  @Scope('reviews:write')
  escalate(
    @Param('id', { schema: caseIdSchema }) id: string,
    @Body({ schema: caseReasonSchema }) body: CaseReason,
    @Caller() caller: Principal,
  ): Promise<CaseView> {
    return this.cases.escalate(id, body, caller);
  }

  @Summary('Assign a case to somebody, or to nobody')
  @Post(':id/assign')
  @HttpCode(200)
  @Scope('reviews:write')
  assign(
    @Param('id', { schema: caseIdSchema }) id: string,
    @Body({ schema: caseAssignSchema }) body: CaseAssign,
    @Caller() caller: Principal,
  ): Promise<CaseView> {
    return this.cases.assign(id, body, caller);
  }

  @Summary('Close a case without a decision on its pledges')
  @Post(':id/close')
  @HttpCode(200)
  @Scope('reviews:write')
  close(
    @Param('id', { schema: caseIdSchema }) id: string,
    @Body({ schema: caseCloseSchema }) body: CaseClose,
    @Caller() caller: Principal,
  ): Promise<CaseView> {
    return this.cases.close(id, body, caller);
  }
}
