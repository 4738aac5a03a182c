import { Inject, Injectable } from '@nestjs/common';
import { HealthRegistry, type HealthState } from '#libs/http';
import { OBJECTS, type ObjectStore } from '#libs/objects';

const patienceMs = 2_000;

/** A store that is away is survived: what waits for it stays in the log, and imports go on when it is back. */
@Injectable()
export class ObjectHealth {
  constructor(@Inject(HealthRegistry) health: HealthRegistry, @Inject(OBJECTS) objects: ObjectStore) {
    health.register('objects', () => stateOf(objects));
  }
}

/** Nothing can lie below that prefix, no table has its name: the question is whether the store answers it. */
async function stateOf(objects: ObjectStore): Promise<HealthState> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<HealthState>((resolve) => {
    timer = setTimeout(() => resolve({ degraded: 'does not answer' }), patienceMs);
  });
  const answer = objects.list('health/check/').then(
    (): HealthState => 'ok',
    (error: Error): HealthState => ({ degraded: error.message }),
  );
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
