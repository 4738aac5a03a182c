import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { evaluationRequestSchema, type EvaluationAnswer, type EvaluationRequest } from '#libs/contracts';
import { EvaluationService } from '#libs/experimentation';
import { Rules, Scope, Summary, TestKeys } from '#libs/http';

@Controller('v1/evaluate')
export class EvaluationController {
  constructor(@Inject(EvaluationService) private readonly evaluations: EvaluationService) {}

  @Scope('flags:evaluate')
  @TestKeys()
  @Summary('Evaluate a payload of flags that is sent along, for one subject; nothing is kept')
  @Post()
  @HttpCode(200)
  @Rules({ losesNoName: true })
  evaluate(@Body({ schema: evaluationRequestSchema }) request: EvaluationRequest): EvaluationAnswer {
    return this.evaluations.answer(request);
  }
}
