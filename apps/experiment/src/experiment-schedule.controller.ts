import { Body, Controller, Delete, Get, Inject, Param, Put } from '@nestjs/common';
import {
  experimentKeySchema,
  experimentScheduleSchema,
  type ExperimentSchedule,
  type ExperimentScheduleView,
  type Principal,
} from '#libs/contracts';
import { ExperimentScheduleService } from '#libs/experimentation';
import { Caller, Scope, Summary } from '#libs/http';

const key = { schema: experimentKeySchema };

@Controller('v1/experiments/:key/schedule')
export class ExperimentScheduleController {
  constructor(@Inject(ExperimentScheduleService) private readonly schedules: ExperimentScheduleService) {}

  @Scope('experiments:read')
  @Summary('Read when an experiment is to start, close and stop, and what became of what was')
  @Get()
  get(@Param('key', key) experiment: string): Promise<ExperimentScheduleView> {
    return this.schedules.get(experiment);
  }

  @Scope('experiments:write')
  @Summary('Say when an experiment is to start, close and stop, in place of what was said before')
  @Put()
  put(
    @Param('key', key) experiment: string,
    @Body({ schema: experimentScheduleSchema }) body: ExperimentSchedule,
    @Caller() caller: Principal,
  ): Promise<ExperimentScheduleView> {
    return this.schedules.put(experiment, body, caller);
  }

  @Scope('experiments:write')
  @Summary('Cancel when an experiment is to start, close and stop')
  @Delete()
  cancel(@Param('key', key) experiment: string, @Caller() caller: Principal): Promise<ExperimentScheduleView> {
    return this.schedules.cancel(experiment, caller);
  }
}
