import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { ObjectStore } from '#libs/objects';
import type { Transaction } from '#libs/postgres';
import type { RunRow } from './run.repository.js';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** A larger answer lies in object storage: nobody's page of runs should wait for it. */
const smallBytes = 262_144;

type Rows = readonly (readonly unknown[])[];

/** Where an answer is kept: one of the two is null. */
export async function keepAnswer(
  objects: ObjectStore,
  id: string,
  rows: Rows,
): Promise<{ readonly rows: string | null; readonly object: string | null }> {
  const text = JSON.stringify(rows);
  if (text.length <= smallBytes) return { rows: text, object: null };
  const object = `answers/${id}.json.gz`;
  await objects.put(object, await compress(text));
  return { rows: null, object };
}

/** A large answer, by the name that `keepAnswer` gave it. */
export const readObject = async (objects: ObjectStore, object: string): Promise<Rows> =>
  JSON.parse(String(await decompress(await objects.read(object)))) as Rows;

export async function readAnswer(database: Transaction, objects: ObjectStore, run: RunRow): Promise<Rows> {
  if (run.object !== null) return readObject(objects, run.object);
  return (await database.one<{ rows: Rows }>('question_run/find_rows', { id: run.id })).rows;
}
