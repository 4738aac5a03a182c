import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import { columnsMarkdown } from '#libs/analytics';
import { loadConfig, projectRoot } from '#libs/config';
import { openApiDocument, type Answers } from '#libs/http';
import { featuresMarkdown } from '#libs/scoring';
import { createService } from '#libs/service';
import { experimentModules } from '../../../experiment/src/modules.js';
import { riskModules } from '../../../risk/src/modules.js';

export function registerGenerate(program: Command): void {
  program
    .command('generate')
    .description('Write what is generated from the code: openapi/*.json, docs/features.md and docs/columns.md.')
    .option('--check', 'write nothing; fail when something is stale')
    .action(async (options: { check?: boolean }) => {
      const files = await generated();
      const stale = files.filter(({ path, text }) => read(path) !== text);
      if (options.check !== true) for (const { path, text } of stale) write(path, text);
      else if (stale.length > 0) {
        process.stderr.write(`Stale: ${stale.map(({ path }) => path).join(', ')}. Run npm run generate and commit.\n`);
        process.exitCode = 1;
        return;
      }
      process.stdout.write(
        stale.length === 0
          ? 'Everything generated is fresh.\n'
          : `Wrote ${stale.map(({ path }) => path).join(', ')}.\n`,
      );
    })
    // The composed applications go on trying to reach their stores; nobody waits for that.
    .hook('postAction', () => process.exit());
}

interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** The applications are composed, never started: no store is asked. */
async function generated(): Promise<GeneratedFile[]> {
  const config = loadConfig({
    VERDICT_DATA: join(tmpdir(), 'verdict-generate'),
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    REDIS_URL: 'redis://127.0.0.1:1',
  });
  const answers = await describedAnswers();
  const files: GeneratedFile[] = [
    { path: 'docs/features.md', text: featuresMarkdown() },
    { path: 'docs/columns.md', text: columnsMarkdown() },
    { path: 'openapi/answers.json', text: json(answers) },
  ];
  for (const [name, modules] of [
    ['experiment', experimentModules],
    ['risk', riskModules],
  ] as const) {
    const app = await createService({ config, name: 'generate', title: `Verdict ${name}`, modules, quiet: true });
    files.push({ path: `openapi/${name}.json`, text: json(openApiDocument(app, `Verdict ${name}`, answers)) });
  }
  return files;
}

/** By the compiler, which is there only where the sources are. */
async function describedAnswers(): Promise<Answers> {
  const { href } = pathToFileURL(join(projectRoot(), 'bin/answers.mjs'));
  const { answersOf } = (await import(href)) as { answersOf: (root: string) => Answers };
  return answersOf(projectRoot());
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

function read(path: string): string {
  try {
    return readFileSync(join(projectRoot(), path), 'utf8');
  } catch {
    return '';
  }
}

function write(path: string, text: string): void {
  mkdirSync(join(projectRoot(), path, '..'), { recursive: true });
  writeFileSync(join(projectRoot(), path), text);
}
