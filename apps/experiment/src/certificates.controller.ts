import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import {
  designQuerySchema,
  metricKeySchema,
  newMetricCertificateSchema,
  type DesignHelp,
  type DesignQuery,
  type MetricCertificateView,
  type NewMetricCertificate,
  type NoDesign,
  type Principal,
  type RefreshAnswer,
} from '#libs/contracts';
import { CertificateService, DesignService } from '#libs/experimentation';
import { Caller, Scope, Summary } from '#libs/http';

const key = { schema: metricKeySchema };

@Controller('v1/metrics/:key')
export class CertificatesController {
  constructor(
    @Inject(CertificateService) private readonly certificates: CertificateService,
    @Inject(DesignService) private readonly design: DesignService,
  ) {}

  @Scope('experiments:write')
  @Summary('Read what a metric was before any experiment, and how often its test raises a false alarm')
  @Post('certificates')
  @HttpCode(202)
  ask(
    @Param('key', key) metric: string,
    @Body({ schema: newMetricCertificateSchema }) body: NewMetricCertificate,
    @Caller() caller: Principal,
  ): Promise<RefreshAnswer> {
    return this.certificates.ask(metric, body, caller);
  }

  @Scope('experiments:read')
  @Summary('List the A/A certificates of a metric, the latest first')
  @Get('certificates')
  list(@Param('key', key) metric: string): Promise<MetricCertificateView[]> {
    return this.certificates.list(metric);
  }

  @Scope('experiments:read')
  @Summary('Read the units and days that an experiment takes, by the past of its metric')
  @Get('design')
  help(
    @Param('key', key) metric: string,
    @Query({ schema: designQuerySchema }) query: DesignQuery,
  ): Promise<DesignHelp | NoDesign> {
    return this.design.help(metric, query);
  }
}
