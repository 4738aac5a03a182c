import type { PropertyValue, SimulatedEvent } from './records.js';

export interface MixpanelEvent {
  readonly event: string;
  readonly properties: Readonly<Record<string, PropertyValue>>;
}

/**
 * An event as Mixpanel's /import takes it and its raw export gives it: `time` in milliseconds, which /import accepts.
 * Source: https://developer.mixpanel.com/reference/import-events
 */
export function toMixpanel({ event, distinct_id, time, insert_id, ip, properties }: SimulatedEvent): MixpanelEvent {
  return { event, properties: { ...properties, distinct_id, time, $insert_id: insert_id, ip } };
}
