import { geoColumns } from '#libs/ip';
import type { PreparedEvent } from './prepared-event.js';

/** A row as text, in which only its number in the batch is missing. */
export interface BucketLine {
  /** The folder that it lies in, YYYY-MM-DD. */
  readonly day: string;
  /** A JSON object without its last brace. */
  readonly open: string;
}

/** An `EventRow`, its fields as JSON; the address is plain text. */
export interface EventTexts {
  readonly identity: string;
  readonly source: string;
  readonly event: string;
  readonly distinct_id: string;
  readonly time: number;
  readonly insert_id: string;
  readonly ip: string | undefined;
  readonly properties: string;
  readonly live: boolean;
}

/** An event as an `EventRow`: its properties are the text that it was judged by, which is not made a second time. */
export function bucketLine({ identity, day, event, properties }: PreparedEvent): BucketLine {
  const { source, event: name, distinct_id, time, insert_id, ip, live } = event;
  return textLine(day, {
    identity,
    source: JSON.stringify(source),
    event: JSON.stringify(name),
    distinct_id: JSON.stringify(distinct_id),
    time,
    insert_id: insert_id === undefined ? 'null' : JSON.stringify(insert_id),
    ip,
    properties,
    live,
  });
}

export function textLine(day: string, texts: EventTexts): BucketLine {
  const { identity, source, event, distinct_id, time, insert_id, ip, properties, live } = texts;
  const address = ip === undefined ? 'null' : `"${ip}"${geoText(ip)}`;
  const open =
    `{"identity":"${identity}","source":${source},"event":${event},"distinct_id":${distinct_id},"time":${time}` +
    `,"insert_id":${insert_id},"ip":${address},"properties":${properties},"live":${live}`;
  return { day, open };
}

/** As further fields of an object. */
export function geoText(ip: string): string {
  const { ip4, ip6 } = geoColumns(ip);
  return (ip4 === undefined ? '' : `,"ip4":${ip4}`) + (ip6 === undefined ? '' : `,"ip6":"${ip6}"`);
}
