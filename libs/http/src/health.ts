import { Injectable } from '@nestjs/common';

/** `ok`; `degraded`: away, and survived; `down`: without it this process cannot do its own work. */
export type HealthState = 'ok' | { readonly degraded: string } | { readonly down: string };

/** What is away, by name: survived, or what this process cannot work without. */
export interface Readiness {
  readonly ready: boolean;
  readonly degraded: readonly string[];
  readonly down: readonly string[];
}

type Check = () => HealthState | Promise<HealthState>;

/** What this process depends on. Each part registers its own check; readiness is red only for `down`. */
@Injectable()
export class HealthRegistry {
  private readonly checks = new Map<string, Check>();
  private draining = false;

  register(name: string, check: Check): void {
    this.checks.set(name, check);
  }

  /** From now on not ready: a balancer sends its requests elsewhere while the last ones are finished. */
  drain(): void {
    this.draining = true;
  }

  async readiness(): Promise<Readiness> {
    const degraded: string[] = [];
    const down: string[] = this.draining ? ['shutting down'] : [];
    for (const [name, check] of this.checks) {
      const state = await Promise.resolve()
        .then(check)
        .catch((error: Error): HealthState => ({ down: error.message }));
      if (state === 'ok') continue;
      if ('degraded' in state) degraded.push(`${name}: ${state.degraded}`);
      else down.push(`${name}: ${state.down}`);
    }
    return { ready: down.length === 0, degraded, down };
  }
}
