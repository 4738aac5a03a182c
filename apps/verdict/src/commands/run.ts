import type { Command } from 'commander';
import { fileURLToPath } from 'node:url';

const services = ['experiment', 'risk', 'worker'] as const;

export function registerRun(program: Command): void {
  program
    .command('run')
    .description(
      'Run one service alone, against servers named by DATABASE_URL and REDIS_URL; several copies may run at once.',
    )
    .argument('<service>', `one of ${services.join(', ')}`)
    .action(async (service: string) => {
      if (!services.some((known) => known === service))
        program.error(`There is no service ${service}; choose one of ${services.join(', ')}.`);
      await import(fileURLToPath(new URL(`../../../${service}/src/main.js`, import.meta.url)));
    });
}
