import type { Command } from 'commander';
import { loadConfig } from '#libs/config';
import { PlainError } from '../plain-error.js';
import { migrateDatabase } from '../supervisor/stores.js';

export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description(
      'Bring the database of DATABASE_URL to this version. Safe to repeat, and to run from several places at once.',
    )
    .action(async () => {
      const { databaseUrl } = loadConfig();
      if (databaseUrl === undefined)
        throw new PlainError('Set DATABASE_URL; the embedded database migrates itself at each start.');
      const applied = await migrateDatabase(databaseUrl);
      process.stdout.write(applied.length === 0 ? 'Nothing to do.\n' : `Applied ${applied.join(', ')}.\n`);
    });
}
