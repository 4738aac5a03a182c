import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { exposureBatchSchema, type ExposureAnswer, type ExposureBatch, type Principal } from '#libs/contracts';
import { ExposureService } from '#libs/experimentation';
import { Caller, Scope } from '#libs/http';

@Controller('v1/exposures')
export class ExposuresController {
  constructor(@Inject(ExposureService) private readonly exposures: ExposureService) {}

  @Scope('events:write')
  @Post()
  @HttpCode(200)
  record(
    @Body({ schema: exposureBatchSchema }) batch: ExposureBatch,
    @Caller() caller: Principal,
  ): Promise<ExposureAnswer> {
    return this.exposures.record(batch, caller);
  }
}
