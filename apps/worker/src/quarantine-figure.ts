import { Inject, Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Metrics } from '#libs/http';
import { WAREHOUSE, WarehouseSink, type Warehouse } from '#libs/warehouse';

/** Shown by the worker that holds the warehouse: lines of buckets that could not be loaded. */
@Injectable()
export class QuarantineFigure {
  constructor(
    @Inject(Metrics) metrics: Metrics,
    @Inject(WAREHOUSE) warehouse: Pick<Warehouse, 'held'>,
    @Inject(WarehouseSink) sink: WarehouseSink,
  ) {
    metrics.registry.registerMetric(
      new Gauge({
        name: 'verdict_quarantined_lines',
        help: 'Lines of buckets that could not be loaded since the warehouse began.',
        registers: [],
        async collect() {
          this.reset();
          const lines = warehouse.held ? await sink.quarantined().catch(() => undefined) : undefined;
          if (lines === undefined) this.remove();
          else this.set(lines);
        },
      }),
    );
  }
}
