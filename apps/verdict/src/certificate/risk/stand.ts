import { rm } from 'node:fs/promises';
import { inheritedEnvironment, loadConfig } from '#libs/config';
import type { CertificateRow } from '#libs/contracts';
import type { HttpService } from '#libs/http';
import { DataFolder } from '../../supervisor/data-folder.js';
import { startStores } from '../../supervisor/stores.js';
import { startRiskService, type RiskStores } from './risk-service.js';
import type { TimedClock } from './timed-clock.js';

/**
 * A PostgreSQL and a Redis for a part of the certificate alone, as `npm start` would start them. The folder stays when the
 * work fails or is cut short, and what PostgreSQL has there is found again.
 */
export async function onStores<Result>(
  folder: string,
  work: (stores: RiskStores) => Promise<Result>,
  commits: 'hasty' | 'lasting' = 'hasty',
): Promise<Result> {
  const data = new DataFolder(folder);
  await data.open();
  try {
    const stores = await startStores({
      config: loadConfig({ VERDICT_DATA: folder }),
      folder: data,
      searchPath: inheritedEnvironment()['PATH'] ?? '',
      onWarning: () => undefined,
    });
    try {
      const databaseUrl = commits === 'hasty' ? hasty(stores.databaseUrl) : stores.databaseUrl;
      return await work({ databaseUrl, redisUrl: stores.redisUrl, dataFolder: folder });
    } finally {
      for (const host of stores.hosts.toReversed()) await host.stop();
    }
  } finally {
    data.release();
  }
}

/**
 * Nothing here is meant to outlive a machine that fails: no commit waits for the disk. And no statement is given up because
 * the machine has other work: a whole run of an hour would end with it.
 */
const hasty = (databaseUrl: string): string =>
  `${databaseUrl}?options=-c%20synchronous_commit%3Doff&statement_timeout=0`;

export const removeStores = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

/** The risk service on stores of its own, which are gone when all went well. */
export async function onService(
  folder: string,
  clock: TimedClock,
  work: (app: HttpService) => Promise<CertificateRow[]>,
): Promise<CertificateRow[]> {
  const rows = await onStores(folder, async (stores) => {
    const app = await startRiskService(stores, clock);
    try {
      return await work(app);
    } finally {
      await app.close();
    }
  });
  await removeStores(folder);
  return rows;
}
