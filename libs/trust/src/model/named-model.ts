import { conflict } from '#libs/errors';
import type { Database, Transaction } from '#libs/postgres';
import { priorScorecard, type Model } from '#libs/scoring';
import { machineModel, modelName, modelVersion } from './machine-model.js';
import { carriedModels, findPointer } from './model.repository.js';

/** The name of the model that decides now. */
export async function championName(database: Database | Transaction): Promise<string> {
  const { champion } = await findPointer(database);
  return champion === null ? priorScorecard.version : modelName(champion);
}

/** @throws VerdictError `conflict` for one that this release does not have */
export async function namedModel(database: Database, name: string): Promise<Model> {
  if (name === priorScorecard.version) return priorScorecard;
  const version = modelVersion(name) ?? null;
  const { champion } = await carriedModels(database, { champion: version, challenger: null });
  if (champion === null) throw conflict(`There is no model ${name} here any more.`);
  return machineModel(champion);
}
