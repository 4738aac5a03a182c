import { StatsD } from 'hot-shots';
import type { Registry } from 'prom-client';

const periodMs = 10_000;

/** Sends every figure of a registry to StatsD each ten seconds: counters as what was added, the rest as gauges. */
export class StatsdReporter {
  private readonly client: StatsD;
  private readonly timer: NodeJS.Timeout;
  private readonly last = new Map<string, number>();

  constructor(
    url: string,
    service: string,
    private readonly registry: Registry,
  ) {
    const { hostname, port } = new URL(url);
    this.client = new StatsD({
      host: hostname,
      port: Number(port || 8125),
      prefix: `verdict.${service}.`,
      errorHandler: () => undefined,
    });
    this.timer = setInterval(() => void this.report(), periodMs).unref();
  }

  async report(): Promise<void> {
    for (const metric of await this.registry.getMetricsAsJSON())
      for (const sample of metric.values) {
        const name = [metricName(sample, metric.name), ...Object.values(sample.labels ?? {})].map(statsdPart).join('.');
        if (String(metric.type) === 'counter') this.client.increment(name, this.added(name, sample.value));
        else this.gauge(name, sample.value);
      }
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.report();
    await new Promise<void>((resolve) => this.client.close(() => resolve()));
  }

  /** StatsD takes a sign for a step from where it is: below zero is told as a step down from zero. */
  private gauge(name: string, value: number): void {
    if (value < 0) this.client.gauge(name, 0);
    this.client.gauge(name, value);
  }

  private added(name: string, value: number): number {
    const before = this.last.get(name) ?? 0;
    this.last.set(name, value);
    return value - before;
  }
}

/** There every name begins with ours and the service's anyway. */
const metricName = (sample: object, fallback: string): string =>
  ('metricName' in sample && typeof sample.metricName === 'string' ? sample.metricName : fallback).replace(
    /^verdict_/,
    '',
  );

/** Dots separate levels in Graphite; what a label holds must not add any. */
const statsdPart = (part: unknown): string => String(part).replace(/[^\w-]+/g, '_');
