import type { Machine, ReliabilityBin } from '#libs/boosting';
import type { ModelDetails, ModelPointer, ModelView } from '#libs/contracts';
import { notFound } from '#libs/errors';
import type { Database, Transaction } from '#libs/postgres';

/** A training as it is stored. */
export type ModelRow = Omit<ModelView, 'role'>;

/** A trained model as a process carries it. */
export interface CarriedModel {
  readonly version: number;
  readonly machine: Machine;
}

export const listModels = (database: Database | Transaction, limit: number): Promise<ModelRow[]> =>
  database.query<ModelRow>('model/list_versions', { version: null, row_limit: limit });

/** @throws VerdictError `not_found` */
export async function findModel(database: Database | Transaction, version: number): Promise<ModelRow> {
  const row = await database.maybeOne<ModelRow>('model/list_versions', { version, row_limit: 1 });
  if (row === undefined) throw notFound(`There is no model of version ${version}.`);
  return row;
}

export const findPointer = (database: Database | Transaction): Promise<ModelPointer> =>
  database.one<ModelPointer>('model/find_pointer');

export async function findMachine(
  database: Database,
  version: number,
): Promise<Pick<ModelDetails, 'curve' | 'machine'>> {
  const asked = { version };
  const row = await database.maybeOne<{ machine: string; curve: readonly ReliabilityBin[] }>(
    'model/find_machine',
    asked,
  );
  if (row === undefined) return { curve: null, machine: null };
  return { curve: row.curve, machine: JSON.parse(row.machine) as Machine };
}

/** The models that decide and are watched; null: none. */
export interface CarriedModels {
  readonly champion: CarriedModel | null;
  readonly challenger: CarriedModel | null;
}

export async function carriedModels(
  database: Database,
  { champion, challenger }: Pick<ModelPointer, 'champion' | 'challenger'>,
): Promise<CarriedModels> {
  const versions = [champion, challenger].filter((version) => version !== null);
  const rows =
    versions.length === 0
      ? []
      : await database.query<{ version: number; machine: string }>('model/list_machines', { versions });
  const carried = (version: number | null): CarriedModel | null => {
    const row = rows.find((one) => one.version === version);
    return row === undefined ? null : { version: row.version, machine: JSON.parse(row.machine) as Machine };
  };
  return { champion: carried(champion), challenger: carried(challenger) };
}

export const viewOf = (row: ModelRow, { champion, challenger }: ModelPointer): ModelView => ({
  ...row,
  role: row.version === champion ? 'champion' : row.version === challenger ? 'challenger' : null,
});
