import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthRegistry, Metrics } from '#libs/http';
import { SnapshotService } from './snapshot.service.js';

/** Says how old this process's snapshot is, and which version it has: processes that differ for long are an alarm. */
@Injectable()
export class SnapshotFigures implements OnModuleInit {
  constructor(
    @Inject(SnapshotService) private readonly snapshots: SnapshotService,
    @Inject(HealthRegistry) private readonly health: HealthRegistry,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.health.register('experiments', () => {
      if (this.snapshots.version === undefined) return { down: 'no snapshot of the experiments yet' };
      if (this.snapshots.isFresh()) return 'ok';
      return { degraded: `the snapshot is ${Math.round(this.snapshots.ageSeconds())} s old` };
    });
    this.metrics.gauge(
      'verdict_experiment_snapshot_age_seconds',
      'Seconds since the database confirmed the snapshot; -1 without one.',
      () => (this.snapshots.version === undefined ? -1 : this.snapshots.ageSeconds()),
    );
    this.metrics.gauge(
      'verdict_experiment_snapshot_version',
      'Version of the configuration that this process assigns by; -1 without one.',
      () => this.snapshots.version ?? -1,
    );
  }
}
