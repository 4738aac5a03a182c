import type { NewEvent } from '#libs/contracts';
import { dayOf } from './day.js';
import { identityOf } from './identity.js';

/** An event with what the log needs of it, computed once. */
export interface PreparedEvent {
  readonly identity: string;
  /** Of the event's own time, YYYY-MM-DD. */
  readonly day: string;
  readonly event: NewEvent;
  /** The properties as JSON. */
  readonly properties: string;
}

export const prepareEvent = (event: NewEvent, properties = JSON.stringify(event.properties)): PreparedEvent => ({
  identity: identityOf(event),
  day: dayOf(event.time),
  event,
  properties,
});
