import { Command, Help } from 'commander';
import { registerAnalyse } from './commands/analyse.js';
import { registerAudit } from './commands/audit.js';
import { registerBacktest } from './commands/backtest.js';
import { registerCertify } from './commands/certify.js';
import { registerGenerate } from './commands/generate.js';
import { registerGeo } from './commands/geo.js';
import { registerImport } from './commands/import.js';
import { registerModel } from './commands/model.js';
import { registerMigrate } from './commands/migrate.js';
import { registerPeople } from './commands/people.js';
import { registerReport } from './commands/report.js';
import { registerRun } from './commands/run.js';
import { registerSimulate } from './commands/simulate.js';
import { registerSources } from './commands/sources.js';
import { registerStart } from './commands/start.js';
import { registerWarehouse } from './commands/warehouse.js';

/** The whole command line, with its commands in the order in which somebody new needs them. */
export function newProgram(): Command {
  const program = new Command('verdict')
    .description('Trust & Safety risk scoring and A/B testing on your own data.')
    .showHelpAfterError('(--help tells what it takes.)')
    .configureHelp({
      showGlobalOptions: true,
      optionDescription: (option) => `${new Help().optionDescription(option)}${option.mandatory ? ' (required)' : ''}`,
    })
    .addHelpText(
      'after',
      `
Begin with npm start: it makes a data folder, .verdict unless VERDICT_DATA says otherwise, and shows how to sign in.
The other commands ask the server that runs on that folder. Where none runs, they start its stores for as long as they
take; --url and --key name a server elsewhere. Each has a --help of its own.`,
    );
  registerStart(program);
  registerRun(program);
  registerSimulate(program);
  registerImport(program);
  registerSources(program);
  registerWarehouse(program);
  registerGeo(program);
  registerAnalyse(program);
  registerReport(program);
  registerBacktest(program);
  registerPeople(program);
  registerAudit(program);
  registerCertify(program);
  registerModel(program);
  registerMigrate(program);
  registerGenerate(program);
  return program;
}
