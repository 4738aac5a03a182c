import { Controller, Get, Inject, Query } from '@nestjs/common';
import { assessmentQuerySchema, type AssessmentQuery, type Principal } from '#libs/contracts';
import { Caller, Scope, Summary } from '#libs/http';
import { AssessmentService, type AssessmentPage } from '#libs/trust';

@Controller('v1/assessments')
export class AssessmentsController {
  constructor(@Inject(AssessmentService) private readonly assessments: AssessmentService) {}

  @Summary('Find assessments by score, disposition, reason, time, backer, card or address')
  @Get()
  @Scope('assessments:read')
  list(
    @Query({ schema: assessmentQuerySchema }) query: AssessmentQuery,
    @Caller() caller: Principal,
  ): Promise<AssessmentPage> {
    return this.assessments.list(query, caller);
  }
}
