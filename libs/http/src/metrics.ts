import { Injectable } from '@nestjs/common';
import {
  AggregatorRegistry,
  Counter,
  Gauge,
  Histogram,
  Registry,
  type MetricObjectWithValues,
  type MetricValue,
} from 'prom-client';

/** The figures of a process, as it tells them to another. */
export type Figures = readonly MetricObjectWithValues<MetricValue<string>>[];

/** The figures of this process: scraped at /metrics, and sent to StatsD where one is configured. Names begin with `verdict_` and end in their unit. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  private readonly others = new Map<string, () => Promise<Figures>>();

  counter(name: `verdict_${string}`, help: string, labelNames: readonly string[] = []): Counter {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  /** `collect` is asked at each scrape. */
  gauge(name: `verdict_${string}`, help: string, collect?: () => number | Promise<number>): Gauge {
    return new Gauge({
      name,
      help,
      registers: [this.registry],
      ...(collect === undefined
        ? {}
        : {
            async collect(this: Gauge) {
              this.set(await collect());
            },
          }),
    });
  }

  /** Seconds by default: 1 ms to 10 s. */
  histogram(
    name: `verdict_${string}`,
    help: string,
    labelNames: readonly string[] = [],
    buckets?: number[],
  ): Histogram {
    return new Histogram({
      name,
      help,
      labelNames,
      buckets: buckets ?? [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
      registers: [this.registry],
    });
  }

  /** Shows what another process tells beside what this one does, with its name as the label `process`. */
  include(process: string, figures: () => Promise<Figures>): void {
    this.others.set(process, figures);
  }

  figures(): Promise<Figures> {
    return this.registry.getMetricsAsJSON();
  }

  async text(): Promise<string> {
    if (this.others.size === 0) return this.registry.metrics();
    const others = [...this.others].map(async ([process, figures]) => labelled(await figures(), process));
    const all = await Promise.all([this.figures(), ...others]);
    return AggregatorRegistry.aggregate(all.map((one) => [...one])).metrics();
  }
}

const labelled = (figures: Figures, process: string): Figures =>
  figures.map((metric) => ({
    ...metric,
    values: metric.values.map((value) => ({ ...value, labels: { ...value.labels, process } })),
  }));
