import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import {
  metricKeySchema,
  metricListSchema,
  metricPatchSchema,
  newMetricSchema,
  type MetricDetail,
  type MetricListQuery,
  type MetricPatch,
  type MetricVersionView,
  type MetricView,
  type NewMetric,
  type Principal,
} from '#libs/contracts';
import { MetricService } from '#libs/experimentation';
import { Caller, Scope, Summary } from '#libs/http';

const key = { schema: metricKeySchema };

@Controller('v1/metrics')
export class MetricsController {
  constructor(@Inject(MetricService) private readonly metrics: MetricService) {}

  @Scope('experiments:read')
  @Summary('List the metrics that experiments are judged by')
  @Get()
  list(@Query({ schema: metricListSchema }) query: MetricListQuery): Promise<MetricView[]> {
    return this.metrics.list(query);
  }

  @Scope('experiments:write')
  @Summary('Define a metric')
  @Post()
  create(@Body({ schema: newMetricSchema }) body: NewMetric, @Caller() caller: Principal): Promise<MetricDetail> {
    return this.metrics.create(body, caller);
  }

  @Scope('experiments:read')
  @Summary('Read a metric, and which experiments have it')
  @Get(':key')
  get(@Param('key', key) metric: string): Promise<MetricDetail> {
    return this.metrics.get(metric);
  }

  @Scope('experiments:write')
  @Summary('Change a metric: a new version, which experiments that have started do not follow')
  @Patch(':key')
  update(
    @Param('key', key) metric: string,
    @Body({ schema: metricPatchSchema }) patch: MetricPatch,
    @Caller() caller: Principal,
  ): Promise<MetricDetail> {
    return this.metrics.update(metric, patch, caller);
  }

  @Scope('experiments:write')
  @Summary('Put a metric away: new experiments no longer take it')
  @Delete(':key')
  @HttpCode(204)
  archive(@Param('key', key) metric: string, @Caller() caller: Principal): Promise<void> {
    return this.metrics.archive(metric, caller);
  }

  @Scope('experiments:read')
  @Summary('Read the versions of a metric')
  @Get(':key/versions')
  versions(@Param('key', key) metric: string): Promise<MetricVersionView[]> {
    return this.metrics.history(metric);
  }
}
