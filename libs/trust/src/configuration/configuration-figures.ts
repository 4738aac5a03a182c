import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthRegistry, Metrics } from '#libs/http';
import { ConfigurationService } from './configuration.service.js';

/** Says by which configuration this process scores, and how sure it is of it. */
@Injectable()
export class ConfigurationFigures implements OnModuleInit {
  constructor(
    @Inject(ConfigurationService) private readonly configuration: ConfigurationService,
    @Inject(HealthRegistry) private readonly health: HealthRegistry,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.health.register('risk_configuration', () =>
      this.configuration.isKnown ? 'ok' : { degraded: 'none yet: scored by the defaults' },
    );
    this.metrics.gauge(
      'verdict_risk_configuration_version',
      'Version of rules, policy, lists and rates in this process.',
      () => this.configuration.current().version,
    );
    this.metrics.gauge(
      'verdict_risk_configuration_age_seconds',
      'Time since the configuration was last compared with the database.',
      () => this.configuration.ageSeconds(),
    );
  }
}
