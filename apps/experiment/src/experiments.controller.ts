import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import {
  addedExclusionSchema,
  addedMetricSchema,
  changeQuerySchema,
  decisionSchema,
  experimentDuplicateSchema,
  experimentActionSchema,
  experimentKeySchema,
  experimentPatchSchema,
  experimentQuerySchema,
  experimentRollbackSchema,
  newExperimentSchema,
  type AddedExclusion,
  type AddedMetric,
  type ChangeQuery,
  type Decision,
  type ExperimentActionBody,
  type ExperimentAnswer,
  type ExperimentChangePage,
  type ExperimentDetail,
  type ExperimentDuplicate,
  type ExperimentPage,
  type ExperimentPatch,
  type ExperimentQuery,
  type ExperimentRollback,
  type NewExperiment,
  type Principal,
  type RefreshAnswer,
} from '#libs/contracts';
import {
  ExclusionService,
  ExperimentDetailService,
  ExperimentMetricService,
  ExperimentService,
  ExperimentVersionService,
} from '#libs/experimentation';
import { Caller, Scope, Summary } from '#libs/http';

const key = { schema: experimentKeySchema };
const action = { schema: experimentActionSchema };

@Controller('v1/experiments')
export class ExperimentsController {
  constructor(
    @Inject(ExperimentService) private readonly experiments: ExperimentService,
    @Inject(ExperimentVersionService) private readonly versions: ExperimentVersionService,
    @Inject(ExperimentDetailService) private readonly details: ExperimentDetailService,
    @Inject(ExperimentMetricService) private readonly metrics: ExperimentMetricService,
    @Inject(ExclusionService) private readonly exclusions: ExclusionService,
  ) {}

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
  get(@Param('key', key) experiment: string): Promise<ExperimentDetail> {
    return this.details.get(experiment);
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
  ): Promise<ExperimentAnswer> {
    return this.experiments.update(experiment, patch, caller);
  }

  @Scope('experiments:write')
  @Summary('Approve the draft of an experiment that somebody else wrote')
  @Post(':key/approve')
  @HttpCode(200)
  approve(
    @Param('key', key) experiment: string,
    @Body(action) body: ExperimentActionBody,
    @Caller() caller: Principal,
  ) {
    return this.versions.approve(experiment, body, caller);
  }

  @Scope('experiments:write')
  @Summary('Go back to the definition of an earlier version, as far as it may still change')
  @Post(':key/rollback')
  @HttpCode(200)
  rollback(
    @Param('key', key) experiment: string,
    @Body({ schema: experimentRollbackSchema }) body: ExperimentRollback,
    @Caller() caller: Principal,
  ): Promise<ExperimentAnswer> {
    return this.versions.rollback(experiment, body, caller);
  }

  @Scope('experiments:write')
  @Summary('Make a new draft of the same definition')
  @Post(':key/duplicate')
  duplicate(
    @Param('key', key) experiment: string,
    @Body({ schema: experimentDuplicateSchema }) body: ExperimentDuplicate,
    @Caller() caller: Principal,
  ): Promise<ExperimentAnswer> {
    return this.versions.duplicate(experiment, body, caller);
  }

  @Scope('experiments:write')
  @Summary('Add a metric to the readout of an experiment that has started, as a further line')
  @Post(':key/metrics')
  @HttpCode(200)
  addMetric(
    @Param('key', key) experiment: string,
    @Body({ schema: addedMetricSchema }) body: AddedMetric,
    @Caller() caller: Principal,
  ): Promise<ExperimentAnswer> {
    return this.metrics.add(experiment, body, caller);
  }

  @Scope('experiments:write')
  @Summary('Leave further units out of an experiment that has started or is over, and read it anew')
  @Post(':key/exclusions')
  @HttpCode(202)
  addExclusion(
    @Param('key', key) experiment: string,
    @Body({ schema: addedExclusionSchema }) body: AddedExclusion,
    @Caller() caller: Principal,
  ): Promise<RefreshAnswer> {
    return this.exclusions.add(experiment, body, caller);
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
  ): Promise<ExperimentAnswer> {
    return this.experiments.decide(experiment, decision, caller);
  }
}
