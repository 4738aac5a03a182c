import { Controller, Get } from '@nestjs/common';
import type { MetricView } from '#libs/contracts';
import { metricCatalogue, metricView } from '#libs/experimentation';
import { Scope } from '#libs/http';

@Controller('v1/metrics')
export class MetricsController {
  @Scope('experiments:read')
  @Get()
  list(): MetricView[] {
    return Object.values(metricCatalogue).map(metricView);
  }
}
