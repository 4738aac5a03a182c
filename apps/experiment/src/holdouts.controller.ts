import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import {
  experimentActionSchema,
  experimentKeySchema,
  holdoutSchema,
  type ExperimentActionBody,
  type HoldoutBody,
  type HoldoutPage,
  type HoldoutReadout,
  type HoldoutView,
  type Principal,
} from '#libs/contracts';
import { HoldoutResultsService, HoldoutService } from '#libs/experimentation';
import { Caller, Scope, Summary } from '#libs/http';

const key = { schema: experimentKeySchema };
const action = { schema: experimentActionSchema };

@Controller('v1/holdouts')
export class HoldoutsController {
  constructor(
    @Inject(HoldoutService) private readonly holdouts: HoldoutService,
    @Inject(HoldoutResultsService) private readonly service: HoldoutResultsService,
  ) {}

  @Scope('experiments:read')
  @Summary('List the holdouts')
  @Get()
  list(): Promise<HoldoutPage> {
    return this.holdouts.list();
  }

  @Scope('experiments:read')
  @Summary('Read a holdout; its history and its results are those of the experiment of this key')
  @Get(':key')
  get(@Param('key', key) holdout: string): Promise<HoldoutView> {
    return this.holdouts.get(holdout);
  }

  @Scope('experiments:read')
  @Summary('Read what all that was shipped within a holdout did together')
  @Get(':key/results')
  results(@Param('key', key) holdout: string): Promise<HoldoutReadout> {
    return this.service.read(holdout);
  }

  @Scope('experiments:write')
  @Summary('Make a holdout, as a draft, or change it')
  @Put(':key')
  put(
    @Param('key', key) holdout: string,
    @Body({ schema: holdoutSchema }) body: HoldoutBody,
    @Caller() caller: Principal,
  ): Promise<HoldoutView> {
    return this.holdouts.put(holdout, body, caller);
  }

  @Scope('experiments:write')
  @Summary('Start a holdout: its share of the units gets the baseline of everything in it')
  @Post(':key/start')
  @HttpCode(200)
  start(@Param('key', key) holdout: string, @Body(action) body: ExperimentActionBody, @Caller() caller: Principal) {
    return this.holdouts.start(holdout, body, caller);
  }

  @Scope('experiments:write')
  @Summary('End a holdout: nobody is held out any more')
  @Post(':key/end')
  @HttpCode(200)
  end(@Param('key', key) holdout: string, @Body(action) body: ExperimentActionBody, @Caller() caller: Principal) {
    return this.holdouts.end(holdout, body, caller);
  }
}
