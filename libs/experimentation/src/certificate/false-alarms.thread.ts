import type { MetricKind } from '#libs/contracts';
import { serveThread } from '#libs/threads';
import type { SeenGroup } from '../aggregate/seen-groups.js';
import { falseAlarmsOf } from './false-alarms.js';

interface Asked {
  readonly kind: MetricKind;
  readonly groups: readonly SeenGroup[];
  readonly seed: number;
}

/** Tens of millions of draws, which would hold the event loop of the worker. */
serveThread(function* ({ kind, groups, seed }: Asked) {
  yield { value: falseAlarmsOf(kind, groups, seed) };
});
