import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import {
  changeQuerySchema,
  decisionSchema,
  experimentActionSchema,
  experimentKeySchema,
  experimentPatchSchema,
  experimentQuerySchema,
  newExperimentSchema,
  type ChangeQuery,
  type Decision,
  type ExperimentActionBody,
  type ExperimentChangePage,
  type ExperimentPage,
  type ExperimentPatch,
  type ExperimentQuery,
  type ExperimentView,
  type NewExperiment,
  type Principal,
} from '#libs/contracts';
import { ExperimentService } from '#libs/experimentation';
import { Caller, Scope, Summary } from '#libs/http';

const key = { schema: experimentKeySchema };
const action = { schema: experimentActionSchema };

@Controller('v1/experiments')
export class ExperimentsController {
  constructor(@Inject(ExperimentService) private readonly experiments: ExperimentService) {}

  @Scope('experiments:write')
  @Summary('Create an experiment, as a draft')
  @Post()
  create(@Body({ schema: newExperimentSchema }) body: NewExperiment, @Caller() caller: Principal) {
    return this.experiments.create(body, caller);
  }

  @Scope('experiments:read')
  @Summary('List experiments')
  @Get()
  list(@Query({ schema: experimentQuerySchema }) query: ExperimentQuery): Promise<ExperimentPage> {
    return this.experiments.list(query);
  }

  @Scope('experiments:read')
  @Summary('Read an experiment')
  @Get(':key')
  get(@Param('key', key) experiment: string): Promise<ExperimentView> {
    return this.experiments.get(experiment);
  }

  @Scope('experiments:read')
  @Summary('Read what was changed in an experiment, by whom')
  @Get(':key/changes')
  changes(
    @Param('key', key) experiment: string,
    @Query({ schema: changeQuerySchema }) query: ChangeQuery,
  ): Promise<ExperimentChangePage> {
    return this.experiments.listChanges(experiment, query);
  }

  @Scope('experiments:write')
  @Summary('Change an experiment')
  @Patch(':key')
  update(
    @Param('key', key) experiment: string,
    @Body({ schema: experimentPatchSchema }) patch: ExperimentPatch,
    @Caller() caller: Principal,
  ): Promise<ExperimentView> {
    return this.experiments.update(experiment, patch, caller);
  }

  @Scope('experiments:write')
  @Summary('Start an experiment')
  @Post(':key/start')
  @HttpCode(200)
  start(@Param('key', key) experiment: string, @Body(action) body: ExperimentActionBody, @Caller() caller: Principal) {
    return this.experiments.act(experiment, 'start', body, caller);
  }

  @Scope('experiments:write')
  @Summary('Close enrolment: variants are still served, later exposures do not count')
  @Post(':key/close')
  @HttpCode(200)
  close(@Param('key', key) experiment: string, @Body(action) body: ExperimentActionBody, @Caller() caller: Principal) {
    return this.experiments.act(experiment, 'close', body, caller);
  }

  @Scope('experiments:write')
  @Summary('Pause an experiment: everybody gets the baseline')
  @Post(':key/pause')
  @HttpCode(200)
  pause(@Param('key', key) experiment: string, @Body(action) body: ExperimentActionBody, @Caller() caller: Principal) {
    return this.experiments.act(experiment, 'pause', body, caller);
  }

  @Scope('experiments:write')
  @Summary('Resume a paused experiment')
  @Post(':key/resume')
  @HttpCode(200)
  resume(@Param('key', key) experiment: string, @Body(action) body: ExperimentActionBody, @Caller() caller: Principal) {
    return this.experiments.act(experiment, 'resume', body, caller);
  }

  @Scope('experiments:write')
  @Summary('Stop an experiment')
  @Post(':key/stop')
  @HttpCode(200)
  stop(@Param('key', key) experiment: string, @Body(action) body: ExperimentActionBody, @Caller() caller: Principal) {
    return this.experiments.act(experiment, 'stop', body, caller);
  }

  @Scope('experiments:write')
  @Summary('Write down what was decided, and why')
  @Post(':key/decide')
  @HttpCode(200)
  decide(
    @Param('key', key) experiment: string,
    @Body({ schema: decisionSchema }) decision: Decision,
    @Caller() caller: Principal,
  ): Promise<ExperimentView> {
    return this.experiments.decide(experiment, decision, caller);
  }
}
