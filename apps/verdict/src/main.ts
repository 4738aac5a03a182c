import { Command } from 'commander';
import { registerGenerate } from './commands/generate.js';
import { registerGeo } from './commands/geo.js';
import { registerImport } from './commands/import.js';
import { registerMigrate } from './commands/migrate.js';
import { registerPeople } from './commands/people.js';
import { registerReport } from './commands/report.js';
import { registerRun } from './commands/run.js';
import { registerSimulate } from './commands/simulate.js';
import { registerSources } from './commands/sources.js';
import { registerStart } from './commands/start.js';
import { registerWarehouse } from './commands/warehouse.js';
import { sentenceOf } from './plain-error.js';

const program = new Command('verdict')
  .description('Trust & Safety risk scoring and A/B testing on your own data.')
  .showHelpAfterError('(--help tells what it takes.)')
  .configureHelp({ showGlobalOptions: true });

registerStart(program);
registerRun(program);
registerSimulate(program);
registerImport(program);
registerSources(program);
registerWarehouse(program);
registerGeo(program);
registerReport(program);
registerPeople(program);
registerMigrate(program);
registerGenerate(program);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = 1;
}
