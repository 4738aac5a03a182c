import { z } from 'zod';
import { invalid } from '#libs/errors';
import type { Location } from './locations.js';

/** One data file of an export. */
export interface ExportFile {
  readonly object: string;
  readonly items: number;
  /** Of the file as it lies there, base64. */
  readonly md5: string;
}

const summarySchema = z.object({
  exportTime: z.string(),
  outputFormat: z.string(),
  exportType: z.string().optional(),
});
const fileSchema = z.object({ itemCount: z.int(), md5Checksum: z.string(), dataFileS3Key: z.string() });

const summaryName = 'manifest-summary.json';
const filesName = 'manifest-files.json';

/**
 * The files of the export of a day below a prefix, which is that of one export or of many: the newest whose state is of
 * that day. The summary is written last, so an export that has one is whole.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html
 */
export async function findExport(location: Location, prefix: string, day: string): Promise<ExportFile[]> {
  const folder = prefix.replaceAll('{day}', day).replace(/\/*$/, '/').replace(/^\//, '');
  const summaries = (await location.list(folder)).filter((name) => name.endsWith(`/${summaryName}`));
  const exports: { readonly folder: string; readonly time: string }[] = [];
  for (const name of summaries) {
    const { exportTime, outputFormat, exportType = 'FULL_EXPORT' } = await readSummary(location, name);
    if (!exportTime.startsWith(day)) continue;
    if (outputFormat !== 'DYNAMODB_JSON' || exportType !== 'FULL_EXPORT')
      throw invalid(`${name} is of an export that is no full one in DynamoDB's JSON.`);
    exports.push({ folder: name.slice(0, -summaryName.length), time: exportTime });
  }
  const newest = exports.toSorted((left, right) => (left.time < right.time ? -1 : 1)).at(-1);
  if (newest === undefined) throw new Error(`There is no finished export of ${day} below ${folder} yet.`);
  return readFiles(location, newest.folder);
}

async function readSummary(location: Location, name: string): Promise<z.infer<typeof summarySchema>> {
  const summary = summarySchema.safeParse(parsed(await location.text(name)));
  if (!summary.success) throw invalid(`${name} is no summary of an export.`);
  return summary.data;
}

async function readFiles(location: Location, folder: string): Promise<ExportFile[]> {
  const lines = (await location.text(folder + filesName)).split('\n').filter((line) => line.trim() !== '');
  const files: ExportFile[] = [];
  for (const line of lines) {
    const file = fileSchema.safeParse(parsed(line));
    if (!file.success) throw invalid(`${folder}${filesName} has a line that names no data file.`);
    const { dataFileS3Key, itemCount, md5Checksum } = file.data;
    files.push({ object: await placeOf(location, folder, dataFileS3Key), items: itemCount, md5: md5Checksum });
  }
  return files;
}

/** A key is of the bucket; an export that was copied elsewhere has its files beside its manifest. */
async function placeOf(location: Location, folder: string, key: string): Promise<string> {
  const beside = `${folder}data/${key.slice(key.lastIndexOf('/') + 1)}`;
  return (await location.exists(beside)) ? beside : key;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
