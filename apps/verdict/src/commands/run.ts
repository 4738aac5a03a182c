import type { Command } from 'commander';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '#libs/config';
import { PlainError } from '../plain-error.js';

const services = ['experiment', 'risk', 'worker'] as const;

export function registerRun(program: Command): void {
  program
    .command('run')
    .description(
      'Run one service alone, against servers named by DATABASE_URL and REDIS_URL; several copies may run at once.',
    )
    .argument('<service>', `one of ${services.join(', ')}; on port 3001, 3002, 3003, or PORT`)
    .action(async (service: string) => {
      if (!services.some((known) => known === service))
        program.error(`There is no service ${service}; choose one of ${services.join(', ')}.`);
      requireServers();
      await import(fileURLToPath(new URL(`../../../${service}/src/main.js`, import.meta.url)));
    });
}

/** @throws PlainError before anything is begun: what a service says last is then what it lacks. */
function requireServers(): void {
  const { databaseUrl, redisUrl } = loadConfig();
  const missing = [databaseUrl === undefined ? 'DATABASE_URL' : '', redisUrl === undefined ? 'REDIS_URL' : ''];
  const names = missing.filter((name) => name !== '').join(' and ');
  if (names !== '') throw new PlainError(`A service alone embeds no store: set ${names}.`);
}
