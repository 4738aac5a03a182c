import { Body, Controller, Header, HttpCode, Inject, Post } from '@nestjs/common';
import type { AssignmentRequest } from '#libs/contracts';
import { AssignmentService, fastAssignmentRequestSchema } from '#libs/experimentation';
import { Scope } from '#libs/http';

@Controller('v1/assignments')
export class AssignmentsController {
  constructor(@Inject(AssignmentService) private readonly assignments: AssignmentService) {}

  @Scope('assignments:evaluate')
  @Post()
  @HttpCode(200)
  @Header('content-type', 'application/json; charset=utf-8')
  assign(@Body({ schema: fastAssignmentRequestSchema }) request: AssignmentRequest): string {
    return this.assignments.answer(request);
  }
}
