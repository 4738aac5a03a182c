import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Gauge } from 'prom-client';
import type { Sink } from '#libs/contracts';
import { EventPartitions, type SinkRunner } from '#libs/events';
import { HealthRegistry, Metrics } from '#libs/http';

/** The injection token of this worker's sinks. */
export const SINKS = Symbol('SINKS');

export interface RunningSink {
  readonly sink: Sink;
  readonly runner: SinkRunner;
  /** On an event's way into the warehouse: `flush` waits for it. */
  readonly leadsToWarehouse: boolean;
}

const retentionMs = 6 * 3_600_000;

/** Everything that follows the log in this worker. */
@Injectable()
export class Sinks implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Sinks.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    /** In the order in which an event passes them. */
    @Inject(SINKS) private readonly sinks: readonly RunningSink[],
    @Inject(EventPartitions) private readonly partitions: EventPartitions,
    @Inject(Metrics) metrics: Metrics,
    @Inject(HealthRegistry) health: HealthRegistry,
  ) {
    this.showLag(metrics);
    // Why is in the log: it may name what is nobody else's business.
    for (const { sink, runner } of sinks)
      health.register(`sink_${sink.name}`, () => (runner.waits ? { degraded: 'cannot go on, and tries again' } : 'ok'));
  }

  onApplicationBootstrap(): void {
    for (const { runner } of this.sinks) runner.start();
    this.timer = setInterval(() => void this.dropOld(), retentionMs);
    void this.dropOld();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.sinks.map(({ runner }) => runner.stop()));
  }

  /** Resolves when all that was in the log at the call is in the warehouse. Waits for the leases while others hold them. */
  async flush(): Promise<void> {
    for (const { runner, leadsToWarehouse } of this.sinks) if (leadsToWarehouse) await runner.flush();
  }

  /** Rows that wait for the sinks which this worker holds. */
  async waiting(): Promise<number> {
    const lags = this.sinks.filter(({ runner }) => runner.holds).map(({ sink }) => sink.lag());
    return (await Promise.all(lags)).reduce((sum, { rows }) => sum + rows, 0);
  }

  private async dropOld(): Promise<void> {
    await this.partitions
      .drop()
      .catch((error: Error) => this.logger.warn(`Old days of the log stay for now: ${error.message}`));
  }

  /** Only of the sinks that this worker holds, and can ask: a figure that is absent everywhere is an alarm. */
  private showLag(metrics: Metrics): void {
    const { sinks } = this;
    for (const unit of ['rows', 'seconds'] as const)
      metrics.registry.registerMetric(
        new Gauge({
          name: `verdict_sink_lag_${unit}`,
          help: unit === 'rows' ? 'Rows that wait for the sink.' : 'Age of the oldest row that waits for the sink.',
          labelNames: ['sink'],
          registers: [],
          async collect() {
            this.reset();
            for (const { sink, runner } of sinks) {
              const lag = runner.holds ? await sink.lag().catch(() => undefined) : undefined;
              if (lag !== undefined) this.set({ sink: sink.name }, lag[unit]);
            }
          },
        }),
      );
  }
}
