import { resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { isDay } from '#libs/contracts';
import { simulateCompany, type ScaleName } from '#libs/simulation';
import { writeCompany } from '../simulation/write-company.js';
import { counted } from '../terminal/counted.js';
import { Progress } from '../terminal/progress.js';
import { say, sayJson } from '../terminal/say.js';
import { wholeNumber } from '../terminal/whole-number.js';

const dayMs = 86_400_000;
const scales: readonly ScaleName[] = ['small', 'medium', 'large'];

interface SimulateOptions {
  readonly seed: number;
  readonly days: number;
  readonly scale: ScaleName;
  readonly until: Date;
  readonly out: string;
  readonly json?: boolean;
}

export function registerSimulate(program: Command): void {
  program
    .command('simulate')
    .description(
      'Write the history of a simulated crowdfunding company, with experiments and frauds whose truth is known.',
    )
    .option('--seed <number>', 'the whole history follows from it', wholeNumber(0), 1)
    .option('--days <number>', 'length of the history, 21 to 1000', wholeNumber(), 85)
    .addOption(new Option('--scale <scale>', 'about 0.1, 1 or 10 million events').choices(scales).default('small'))
    .addOption(
      new Option('--until <date>', 'the UTC day before which it ends (YYYY-MM-DD)')
        .argParser(utcDay)
        .default(today(), 'today'),
    )
    .option('--out <folder>', 'where the files go', 'simulated')
    .option('--json', 'print the counts as JSON')
    .addHelpText(
      'after',
      `
Files: events/YYYY-MM-DD.json.gz in Mixpanel's shape; pledges, outcomes, projects, backers and rates as .csv.gz,
each row as it came; tables/ with projects and pledges as they stand at the end;
experiments.json, and truths.json with what was planted. The same seed, days, scale and end give the same bytes.
\`npm start\` loads such a company by itself the first time; \`npx verdict import\` takes pledges, outcomes and events.`,
    )
    .action(simulate);
}

async function simulate(options: SimulateOptions): Promise<void> {
  const { seed, days, scale, until } = options;
  const progress = new Progress();
  const folder = resolve(options.out);
  const counts = await writeCompany(simulateCompany({ seed, days, scale, until }), folder, progress);
  progress.end();
  if (options.json === true) return sayJson({ folder, counts });
  const kinds = Object.entries(counts).map(([kind, count]) => counted(count, kind));
  say(`${kinds.join(', ')} in ${folder}`);
}

function utcDay(text: string): Date {
  if (!isDay(text)) throw new InvalidArgumentError('It takes a day as YYYY-MM-DD.');
  return new Date(text);
}

/** The UTC midnight that has just passed. */
function today(): Date {
  return new Date(Math.floor(Date.now() / dayMs) * dayMs);
}
