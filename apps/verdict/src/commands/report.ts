import { Option, type Command } from 'commander';
import { metricReadings, type ReportRequest, type ReportView, type RunRows } from '#libs/contracts';
import { askingServer, type AskingOptions } from '../client/server-options.js';
import { untilDone } from '../client/until-ended.js';
import { sqlPlace } from '../client/sql-place.js';
import { withServer } from '../client/with-server.js';
import { PlainError } from '../plain-error.js';
import { roundedCellText } from '../terminal/cell-text.js';
import { counted } from '../terminal/counted.js';
import { Progress } from '../terminal/progress.js';
import { say, sayJson } from '../terminal/say.js';
import { textTable } from '../terminal/text-table.js';
import { wholeNumber } from '../terminal/whole-number.js';
import { noCountryNote } from './no-country.js';
import { reportDays, type GivenDays } from './report-days.js';

interface ReportOptions extends AskingOptions, GivenDays {
  readonly csv?: boolean;
}

const units = ['backer', 'visitor', 'project'];
const whoIsCounted = 'who is counted; backers unless said';
const whole = wholeNumber();

export function registerReport(program: Command): void {
  const report = program.command('report').description('What the warehouse answers by name, without SQL.');
  const kind = (name: string, kindOf: ReportRequest['kind'], text: string): Command =>
    report
      .command(name)
      .description(text)
      .option('--from <day>', 'the first day, YYYY-MM-DD')
      .option('--to <day>', 'the last day, which is among them')
      .addOption(
        new Option('--last <days>', 'in place of both: so many of the latest days that are over, UTC')
          .argParser(whole)
          .conflicts(['from', 'to']),
      )
      .option('--csv', 'print CSV')
      .action((options: ReportOptions) => ask(kindOf, options));
  kind('live-projects', 'live_projects', 'How many projects were live each day.').addOption(
    new Option('--by <what>', 'in all unless said, or by country or category').choices(['day', 'country', 'category']),
  );
  kind('pledges-by-country', 'pledges_by_country', 'How much was pledged each day, by the country it came from.');
  kind('paths', 'paths', 'What people do after an event, and how long each step takes them.')
    .requiredOption('--event <name>', 'where paths start')
    .option('--steps <number>', 'one to five; three unless said', whole)
    .option('--gap-minutes <minutes>', 'a longer wait ends the session; 30 unless said', whole)
    .option('--rows <rows>', 'the most common ones; 50 unless said', whole);
  kind('funnel', 'funnel', 'How many go on from each step to the next.')
    .requiredOption('--step <name>', 'an event; once for each step, in their order', added)
    .option('--window-minutes <minutes>', 'from the first step to the last; a week unless said', whole)
    .addOption(new Option('--unit <unit>', whoIsCounted).choices(units))
    .option('--property <name>', 'of the first step, to break the rows down by')
    .option('--values <number>', 'how many values of the property; ten unless said', whole);
  kind('retention', 'retention', 'How many come back in the days or weeks after their first time.')
    .requiredOption('--event <name>', 'the first one ever puts a unit into its cohort')
    .option('--return-event <name>', 'what counts as coming back; anything, unless said')
    .addOption(new Option('--period <period>', 'weeks unless said').choices(['day', 'week']))
    .option('--periods <number>', 'eight unless said', whole)
    .option('--time-zone <zone>', 'whose days and weeks; UTC unless said')
    .addOption(new Option('--unit <unit>', whoIsCounted).choices(units));
  kind('experiment-units', 'experiment_units', 'Which units move the effect of an experiment most.')
    .requiredOption('--experiment <key>', 'whose units, first exposed on these days')
    .requiredOption('--metric <key>', 'whose values')
    .addOption(new Option('--reading <reading>', 'of the metric; all unless said').choices([...metricReadings]))
    .addOption(new Option('--order <order>', 'influence unless said').choices(['influence', 'value', 'exposed']))
    .option('--rows <rows>', 'at most 100000; 50 unless said', whole);
  for (const command of report.commands) askingServer(command, 'reports:write, reports:read and jobs:read');
}

async function ask(kind: ReportRequest['kind'], options: ReportOptions): Promise<void> {
  const { json, csv, url, key, from: _, to: __, last: ___, ...given } = options;
  const days = reportDays(options, Date.now());
  await withServer({ ...(url === undefined ? {} : { url }), ...(key === undefined ? {} : { key }) }, async (server) => {
    const asked = await server.post<ReportView>('/v1/reports', { kind, ...days, ...fields(given) });
    if (asked.job_id === null) throw new PlainError('The report has no job.');
    await untilDone(server, asked.job_id, 'Asking the warehouse', new Progress());
    const report = await server.get<ReportView>(`/v1/reports/${asked.id}`);
    for (const { detail } of report.warnings) process.stderr.write(`Warning: ${detail}\n`);
    if (csv === true) return say((await server.text(`/v1/reports/${asked.id}/rows?format=csv`)).trimEnd());
    const answer = await server.get<RunRows>(`/v1/reports/${asked.id}/rows`);
    const note = kind === 'pledges_by_country' ? noCountryNote(answer) : undefined;
    if (note !== undefined) process.stderr.write(`Warning: ${note}\n`);
    if (json === true) return sayJson({ report, ...answer });
    const cells = answer.rows.map((row) => row.map(roundedCellText));
    say(textTable(answer.columns, cells));
    process.stderr.write(`\n${counted(cells.length, 'row')}. ${sqlPlace(server, String(report.hash))}\n`);
  });
}

/** The options as the API's fields: `--gap-minutes` is `gap_minutes`; `--step` is given once for each of `steps`. */
const fields = (options: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name === 'step' ? 'steps' : name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value as unknown,
    ]),
  );

const added = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];
