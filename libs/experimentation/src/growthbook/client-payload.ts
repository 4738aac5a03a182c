import { createHash } from 'node:crypto';
import { GroupNames } from '../flag/groups-named.js';
import type { FlagSnapshot } from '../snapshot/flag-snapshot.js';
import { groupsSent } from './groups-sent.js';

/** What clients get that evaluate by themselves, as it is sent: made once a snapshot. */
export interface ClientPayload {
  /** JSON of a `GrowthBookPayload`. */
  readonly bytes: Buffer;
  /** What follows `features` in an answer to one subject. */
  readonly end: Buffer;
  /** In its quotes; the same for the same bytes, in every process. */
  readonly tag: string;
}

/** Flags turned into text at a stretch: about a millisecond's work, between two answers. */
const SLICE = 200;

/** @param changedAt when the configuration did, milliseconds since 1970 */
export async function clientPayloadOf(
  { features, savedGroups, contextualBandits }: Pick<FlagSnapshot, 'features' | 'savedGroups' | 'contextualBandits'>,
  changedAt: number,
): Promise<ClientPayload> {
  const entries = Object.entries(features);
  const parts: Buffer[] = [];
  const names = new GroupNames().add(contextualBandits);
  for (let start = 0; start < entries.length; start += SLICE) {
    if (start > 0) await new Promise((resolve) => setImmediate(resolve));
    const slice = entries.slice(start, start + SLICE);
    names.add(slice);
    const texts = slice.map(([key, feature]) => `${JSON.stringify(key)}:${JSON.stringify(feature)}`);
    parts.push(Buffer.from(`${start > 0 ? ',' : ''}${texts.join(',')}`));
  }
  const groups = JSON.stringify(groupsSent(names, savedGroups));
  const bandits = JSON.stringify(contextualBandits);
  const bytes = Buffer.concat([
    Buffer.from('{"status":200,"features":{'),
    ...parts,
    Buffer.from(`},"savedGroups":${groups},"contextualBandits":${bandits},${dateUpdated(changedAt)}}`),
  ]);
  return {
    bytes,
    end: Buffer.from(`},${dateUpdated(changedAt)}}`),
    tag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
  };
}

/** As a field of an object. SDKs take a payload with the date of the one that they have for that one. */
const dateUpdated = (changedAt: number): string => `"dateUpdated":"${new Date(changedAt).toISOString()}"`;
