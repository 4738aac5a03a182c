import { Controller, Get, Inject, Query } from '@nestjs/common';
import { assessmentQuerySchema, type AssessmentQuery } from '#libs/contracts';
import { Scope } from '#libs/http';
import { AssessmentService, type AssessmentPage } from '#libs/trust';

@Controller('v1/assessments')
export class AssessmentsController {
  constructor(@Inject(AssessmentService) private readonly assessments: AssessmentService) {}

  @Get()
  @Scope('assessments:read')
  list(@Query({ schema: assessmentQuerySchema }) query: AssessmentQuery): Promise<AssessmentPage> {
    return this.assessments.list(query);
  }
}
