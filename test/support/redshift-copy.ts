import { gunzipSync } from 'node:zlib';
import { copiedRow, LoadError, type Target } from './redshift-lines.js';
import { cellsOf, statement, type Behind, type Message } from './redshift-wire.js';

/** A row of `sys_load_error_detail`. */
export interface FailedLine {
  readonly session: number;
  readonly file: string;
  readonly line: number;
  readonly column: string;
  readonly message: string;
}

export interface CopySource {
  /** The bytes of `s3://bucket/key`; undefined where there are none. */
  read(url: string): Promise<Buffer | undefined>;
  /** Keeps what was wrong, outside of the transaction that it loses. */
  keep(database: string, failed: FailedLine): Promise<void>;
}

/** The whole of what we send: another COPY is for the server to refuse. */
const form =
  /COPY (?<table>\S+) \(\n(?<columns>[\s\S]+?)\n\)\nFROM '(?<manifest>s3:\/\/[^']+)'\nIAM_ROLE 'arn:aws:iam::\d+:role\/[^']+'\nMANIFEST\nFORMAT AS JSON 'auto'\nTIMEFORMAT '(?<time>\w+)'\n(?<gzip>GZIP)?;/;

interface Copy {
  readonly table: string;
  readonly columns: readonly string[];
  readonly manifest: string;
  readonly timeFormat: string;
  readonly compressed: boolean;
}

export function copyOf(text: string): Copy | undefined {
  const { table = '', columns = '', manifest = '', time = '', gzip } = form.exec(text)?.groups ?? {};
  if (table === '') return undefined;
  const names = columns.split(',').map((name) => name.trim().slice(1, -1));
  return { table, columns: names, manifest, timeFormat: time, compressed: gzip !== undefined };
}

/** Does what Redshift's COPY does, on the connection and in the transaction of whoever sent it. */
export async function answerCopy(copy: Copy, behind: Behind, source: CopySource): Promise<readonly Message[]> {
  const described = await behind.say(statement(typesOf(copy.table)));
  if (described.some(({ type }) => type === 'E')) return described.filter(({ type }) => type === 'E' || type === 'Z');
  const types = new Map(cellsOf(described).map(([name, type]) => [name ?? '', type ?? '']));
  const columns = copy.columns.map((name): Target => ({ name, type: types.get(name) ?? '' }));
  const manifest = await source.read(copy.manifest);
  if (manifest === undefined) return raise(behind, missing('manifest'));
  const { entries } = JSON.parse(manifest.toString('utf8')) as { entries: { url: string; mandatory: boolean }[] };
  let rows = '';
  for (const { url, mandatory } of entries) {
    const bytes = await source.read(url);
    if (bytes === undefined && !mandatory) continue;
    if (bytes === undefined) return raise(behind, missing('object'));
    const text = textOf(bytes, copy.compressed);
    if (text === undefined) return raise(behind, 'failed to inflate with zlib: invalid or incomplete deflate data.');
    for (const [index, line] of text.split('\n').entries())
      try {
        if (line !== '') rows += copiedRow(line, columns, copy.timeFormat);
      } catch (error) {
        if (!(error instanceof LoadError)) throw error;
        const { field, message } = error;
        const [[session = ''] = []] = cellsOf(await behind.say(statement('SELECT pg_backend_pid()')));
        await source.keep(behind.database, {
          session: Number(session),
          file: url,
          line: index + 1,
          column: field,
          message,
        });
        return raise(behind, failed(copy.table));
      }
  }
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  const copied = await behind.say(
    statement(`COPY ${copy.table} (${names}) FROM STDIN`),
    { type: 'd', body: Buffer.from(rows) },
    { type: 'c', body: Buffer.alloc(0) },
  );
  return copied.filter(({ type }) => type !== 'G');
}

function textOf(bytes: Buffer, compressed: boolean): string | undefined {
  try {
    return (compressed ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch {
    return undefined;
  }
}

const typesOf = (table: string): string =>
  `SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
   WHERE attrelid = CAST('${table}' AS REGCLASS) AND attnum > 0 AND NOT attisdropped`;

const missing = (what: string): string =>
  `Problem reading ${what} - S3ServiceException:The specified key does not exist.,Status 404,Error NoSuchKey`;

const failed = (table: string): string =>
  `Load into table ${table.replaceAll('"', "'")} failed.  Check 'sys_load_error_detail' system table for details.`;

/** The server itself says it, so that the transaction is lost as by any other error. */
const raise = async (behind: Behind, message: string): Promise<readonly Message[]> =>
  behind.say(
    statement(
      `DO $raise$ BEGIN RAISE EXCEPTION USING ERRCODE = 'XX000', MESSAGE = $message$${message}$message$; END $raise$`,
    ),
  );
