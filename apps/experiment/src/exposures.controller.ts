import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { exposureBatchSchema, type ExposureAnswer, type ExposureBatch, type Principal } from '#libs/contracts';
import { ExposureService } from '#libs/experimentation';
import { Caller, Rules, Scope, Summary, TestKeys } from '#libs/http';

@Controller('v1/exposures')
export class ExposuresController {
  constructor(@Inject(ExposureService) private readonly exposures: ExposureService) {}

  @Scope('exposures:write')
  @TestKeys()
  @Summary('Record who met which variant')
  @Post()
  @HttpCode(200)
  @Rules({ judgesItems: true, crossOrigin: true })
  record(
    @Body({ schema: exposureBatchSchema }) batch: ExposureBatch,
    @Caller() caller: Principal,
  ): Promise<ExposureAnswer> {
    return this.exposures.record(batch, caller);
  }
}
