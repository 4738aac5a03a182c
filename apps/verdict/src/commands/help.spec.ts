import { expect, it } from '@jest/globals';
import { Command } from 'commander';
import { registerImport } from './import.js';
import { registerSimulate } from './simulate.js';
import { registerWarehouse } from './warehouse.js';

const helpOf = (command: Command): string =>
  [command.helpInformation(), ...command.commands.map((one) => helpOf(one))].join('\n').replaceAll(/\s+/g, ' ');

it('shows defaults as people would write them, and the scopes that each command needs', () => {
  const program = new Command();
  for (const register of [registerImport, registerSimulate, registerWarehouse]) register(program);
  const help = helpOf(program);
  expect(help).toContain('(default: today)');
  expect(help).not.toMatch(/default: \{|default: "?\d{4}-/);
  const warehouse = program.commands.find((one) => one.name() === 'warehouse');
  const load = warehouse?.commands.find((one) => one.name() === 'load');
  expect(load && helpOf(load)).toContain('a key with warehouse:write, warehouse:read and jobs:read');
});
