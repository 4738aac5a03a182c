import { expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { newProgram } from '../program.js';

const program = newProgram();
const leaves = (command: Command): Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
const helpOf = (command: Command): string => command.helpInformation().replaceAll(/\s+/g, ' ');
const find = (...names: string[]): Command => {
  let found: Command | undefined = program;
  for (const name of names) found = found?.commands.find((one) => one.name() === name);
  if (found === undefined) throw new Error(`No command ${names.join(' ')}.`);
  return found;
};

it('shows defaults as people would write them, and what is required', () => {
  for (const command of leaves(program)) expect(helpOf(command)).not.toMatch(/default: \{|default: "?\d{4}-/);
  expect(helpOf(find('simulate'))).toContain('(default: today)');
  expect(helpOf(find('warehouse', 'backfill'))).toContain('the first day, YYYY-MM-DD (required)');
});

it('says what each command, argument and option is', () => {
  for (const command of leaves(program)) {
    expect([command.name(), command.description()]).toEqual([command.name(), expect.stringMatching(/^[A-Z].+\.$/)]);
    for (const { long, description } of command.options)
      expect([long, description]).toEqual([long, expect.any(String)]);
    for (const one of command.registeredArguments) expect([one.name(), one.description]).not.toContain('');
  }
});

it('names, for a server elsewhere, the scopes that a key must have', () => {
  expect(helpOf(find('warehouse', 'load'))).toContain('a key with warehouse:write, warehouse:read and jobs:read');
  expect(helpOf(find('import'))).toContain('a key with imports:write and jobs:read');
  expect(helpOf(find('report', 'funnel'))).toContain('a key with reports:write, reports:read and jobs:read');
  const asking = leaves(program).filter(({ options }) => options.some(({ long }) => long === '--url'));
  const names = (group: string): string[] =>
    asking.filter(({ parent }) => parent?.name() === group).map((one) => one.name());
  expect(names('verdict')).toEqual(['import', 'backtest']);
  expect(helpOf(find('backtest'))).toContain('a key with jobs:write, rules:read and jobs:read');
  expect(names('sources')).toEqual(['list', 'show', 'apply', 'remove', 'pull']);
  expect(names('warehouse')).toEqual(['status', 'load', 'backfill', 'query', 'explain', 'sql', 'publish', 'withdraw']);
  expect(names('geo')).toEqual(['load', 'status']);
  expect(names('report')).toEqual([
    'live-projects',
    'pledges-by-country',
    'paths',
    'funnel',
    'retention',
    'experiment-units',
  ]);
  for (const command of asking) expect(helpOf(command)).toMatch(/with --url: a key with \w+:\w+/);
});
