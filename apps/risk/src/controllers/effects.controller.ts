import { Body, Controller, Get, Inject, Param, Put } from '@nestjs/common';
import {
  decisionEffectSchema,
  effectActionSchema,
  effectSubjectSchema,
  type DecisionAction,
  type DecisionEffectBody,
  type DecisionEffectView,
  type DecisionSubjectKind,
  type Principal,
} from '#libs/contracts';
import { Caller, Scope, Summary } from '#libs/http';
import { EffectService } from '#libs/trust';

@Controller('v1/decision-effects')
export class EffectsController {
  constructor(@Inject(EffectService) private readonly effects: EffectService) {}

  @Summary('List what follows from which decisions')
  @Get()
  @Scope('reviews:read')
  async list(): Promise<{ effects: DecisionEffectView[] }> {
    return { effects: await this.effects.list() };
  }

  @Summary('Set what follows from a decision on a kind of subject')
  @Put(':kind/:action')
  @Scope('queues:write')
  put(
    @Param('kind', { schema: effectSubjectSchema }) kind: DecisionSubjectKind,
    @Param('action', { schema: effectActionSchema }) action: DecisionAction,
    @Body({ schema: decisionEffectSchema }) body: DecisionEffectBody,
    @Caller() caller: Principal,
  ): Promise<DecisionEffectView> {
    return this.effects.put(kind, action, body, caller);
  }
}
