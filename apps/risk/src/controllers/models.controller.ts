import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import {
  modelListSchema,
  modelVersionSchema,
  newModelSchema,
  promotionSchema,
  type ModelDetails,
  type ModelList,
  type ModelPage,
  type ModelPointer,
  type ModelView,
  type NewModel,
  type Principal,
  type Promotion,
} from '#libs/contracts';
import { Caller, Scope, Summary } from '#libs/http';
import { ModelService } from '#libs/trust';

@Controller('v1/models')
export class ModelsController {
  constructor(@Inject(ModelService) private readonly models: ModelService) {}

  @Summary('List trained models, and which of them decides')
  @Get()
  @Scope('rules:read')
  list(@Query({ schema: modelListSchema }) query: ModelList): Promise<ModelPage> {
    return this.models.list(query);
  }

  @Summary('Read a model: its reliability curve and its shapes')
  @Get(':version')
  @Scope('rules:read')
  get(@Param('version', { schema: modelVersionSchema }) version: number): Promise<ModelDetails> {
    return this.models.get(version);
  }

  @Summary('Train a model from what became of earlier pledges')
  @Post()
  @HttpCode(202)
  @Scope('policy:write')
  train(@Body({ schema: newModelSchema }) body: NewModel, @Caller() caller: Principal): Promise<ModelView> {
    return this.models.train(body, caller);
  }

  @Summary('Let a trained model decide, or watch it beside the one that does')
  @Post(':version/promote')
  @HttpCode(200)
  @Scope('policy:write')
  promote(
    @Param('version', { schema: modelVersionSchema }) version: number,
    @Body({ schema: promotionSchema }) body: Promotion,
    @Caller() caller: Principal,
  ): Promise<ModelPointer> {
    return this.models.promote(version, body, caller);
  }

  @Summary('Let the model before this one decide again')
  @Post('rollback')
  @HttpCode(200)
  @Scope('policy:write')
  rollback(@Caller() caller: Principal): Promise<ModelPointer> {
    return this.models.rollback(caller);
  }

  @Summary('Watch no model beside the one that decides')
  @Delete('challenger')
  @Scope('policy:write')
  withdrawChallenger(@Caller() caller: Principal): Promise<ModelPointer> {
    return this.models.withdrawChallenger(caller);
  }
}
