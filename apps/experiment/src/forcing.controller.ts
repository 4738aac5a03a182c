import { Body, Controller, Inject, Param, Put } from '@nestjs/common';
import {
  experimentKeySchema,
  forcingSchema,
  type ExperimentForcing,
  type ExperimentAnswer,
  type Principal,
} from '#libs/contracts';
import { ForcingService } from '#libs/experimentation';
import { Caller, Scope, Summary } from '#libs/http';

@Controller('v1/experiments/:key/forced')
export class ForcingController {
  constructor(@Inject(ForcingService) private readonly forcing: ForcingService) {}

  @Scope('experiments:write')
  @Summary('Force variants on units, to try them out: they stay out of the analysis')
  @Put()
  force(
    @Param('key', { schema: experimentKeySchema }) experiment: string,
    @Body({ schema: forcingSchema }) body: ExperimentForcing,
    @Caller() caller: Principal,
  ): Promise<ExperimentAnswer> {
    return this.forcing.force(experiment, body, caller);
  }
}
