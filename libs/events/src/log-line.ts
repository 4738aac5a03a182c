import { geoText } from './bucket-line.js';

/** A row of the log as `event/list_batch` gives it. */
export interface LogRow {
  readonly identity: string;
  readonly source: string;
  readonly event: string;
  readonly distinct_id: string;
  readonly time: number;
  readonly insert_id: string | null;
  readonly ip: string | null;
  readonly live: boolean;
  readonly log_transaction: string;
  readonly log_position: number;
  /** JSON. */
  readonly properties: string;
}

/** An `EventRow` as a line; the properties are passed on as they are stored. */
export function logLine(row: LogRow): string {
  const insertId = row.insert_id === null ? '' : `,"insert_id":${JSON.stringify(row.insert_id)}`;
  const ip = row.ip === null ? '' : `,"ip":"${row.ip}"${geoText(row.ip)}`;
  return (
    `{"identity":"${row.identity}","source":"${row.source}","event":${JSON.stringify(row.event)}` +
    `,"distinct_id":${JSON.stringify(row.distinct_id)},"time":${row.time}${insertId}${ip},"live":${row.live}` +
    `,"log_transaction":${row.log_transaction},"log_position":${row.log_position},"properties":${row.properties}}`
  );
}
