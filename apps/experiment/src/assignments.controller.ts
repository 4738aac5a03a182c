import { Body, Controller, Header, HttpCode, Inject, Post } from '@nestjs/common';
import type { AssignmentAnswer, AssignmentRequest, Principal } from '#libs/contracts';
import { AssignmentRecorder, AssignmentService, fastAssignmentRequestSchema, type Asked } from '#libs/experimentation';
import { Caller, Rules, Scope, Summary, TestKeys, type JsonText } from '#libs/http';
import { ForcedVariants, TakesForced } from './forcing.decorator.js';

@Controller('v1/assignments')
export class AssignmentsController {
  constructor(
    @Inject(AssignmentService) private readonly assignments: AssignmentService,
    @Inject(AssignmentRecorder) private readonly recorder: AssignmentRecorder,
  ) {}

  @Scope('assignments:evaluate')
  @TestKeys()
  @Summary('Assign variants to a unit, with the reason of each')
  @Post()
  @HttpCode(200)
  @Rules({ crossOrigin: true, direct: true })
  @Header('content-type', 'application/json; charset=utf-8')
  @TakesForced()
  assign(
    @Body({ schema: fastAssignmentRequestSchema }) request: AssignmentRequest,
    @Caller() caller: Principal,
    @ForcedVariants() asked: Asked | undefined,
  ): JsonText<AssignmentAnswer> {
    return (request.record === true ? this.recorder : this.assignments).answer(request, caller, asked);
  }
}
