import { hash } from 'node:crypto';
import type { NewEvent } from '#libs/contracts';
import { canonicalJson } from './canonical.js';

/**
 * What makes an event count once: the first 16 bytes, in hexadecimal, of the SHA-256 of the JSON array
 * [source, event, distinct_id, time, insert_id], or of [source, canonical body] (RFC 8785) without an insert_id.
 * What a test key sent has one more element, so that it can never stand in for a live event.
 */
export function identityOf(event: NewEvent): string {
  const parts =
    event.insert_id === undefined
      ? [event.source, canonicalBody(event)]
      : [event.source, event.event, event.distinct_id, event.time, event.insert_id];
  return identityOfText(JSON.stringify(event.live ? parts : [...parts, 'test']));
}

/** Of that array as JSON. */
export const identityOfText = (parts: string): string => hash('sha256', parts, 'hex').slice(0, 32);

const canonicalBody = ({ event, distinct_id, time, ip, properties }: NewEvent): string =>
  canonicalJson({ event, distinct_id, time, properties, ...(ip === undefined ? {} : { ip }) });
