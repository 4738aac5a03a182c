import { Controller, Get } from '@nestjs/common';
import type { MetricView } from '#libs/contracts';
import { metricCatalogue, metricView } from '#libs/experimentation';
import { Scope, Summary } from '#libs/http';

@Controller('v1/metrics')
export class MetricsController {
  @Scope('experiments:read')
  @Summary('List the metrics that experiments are judged by')
  @Get()
  list(): MetricView[] {
    return Object.values(metricCatalogue).map(metricView);
  }
}
