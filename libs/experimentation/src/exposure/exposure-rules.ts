import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import { CLOCK, type Clock, type Principal } from '#libs/contracts';
import type { EventRules } from '#libs/events';

/** What the exposures of a caller are judged by. */
@Injectable()
export class ExposureRules {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  of(caller: Principal): EventRules {
    return {
      source: 'app',
      live: caller.live,
      now: this.clock.now(),
      retentionDays: this.config.identityRetentionDays,
    };
  }
}
