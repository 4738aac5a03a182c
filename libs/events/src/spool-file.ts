import { crc32 } from 'node:zlib';

/** A record as its line: the CRC-32 of the JSON in 8 hexadecimal digits, a space, the JSON. */
export function spoolLine(record: unknown): string {
  const json = JSON.stringify(record);
  return `${checksum(json)} ${json}\n`;
}

/**
 * The records of a spool file, and the whole lines that were damaged. A last line without its end was never acknowledged:
 * the process died while it wrote it.
 */
export function parseSpool(content: string): { readonly records: unknown[]; readonly damaged: string[] } {
  const lines = content.split('\n').slice(0, -1);
  const records: unknown[] = [];
  const damaged: string[] = [];
  for (const line of lines) {
    const json = line.slice(9);
    if (line[8] === ' ' && line.slice(0, 8) === checksum(json)) records.push(JSON.parse(json));
    else damaged.push(`${line}\n`);
  }
  return { records, damaged };
}

const checksum = (text: string): string => crc32(text).toString(16).padStart(8, '0');
