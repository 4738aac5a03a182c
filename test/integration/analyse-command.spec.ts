import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '#libs/config';
import type { FileLooks, FileReadout } from '#libs/contracts';
import { csvOf, drawnRows, fileOf } from '../support/file-experiment.js';

const minutes = 60_000;
const sources = ['--conditions=source', '--import', './test/support/typescript.mjs', 'apps/verdict/src/main.ts'];

/** The command as a shell runs it, with nothing that it could ask. */
const analyse = (...parameters: string[]): Promise<{ code: number; out: string; error: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [...sources, 'analyse', ...parameters], { cwd: projectRoot() }, (failed, out, error) =>
      resolve({ code: failed === null ? 0 : Number(failed.code), out, error }),
    );
  });

describe('npx verdict analyse', () => {
  const path = fileOf('command.csv', csvOf(drawnRows()));
  const asked = [path, '--unit', 'user_id', '--variant', 'variant'];

  it(
    'shows a readout, writes a page, and keeps progress apart',
    async () => {
      const html = join(dirname(path), 'readout.html');
      const { code, out, error } = await analyse(
        ...asked,
        '--metrics',
        'spend,converted',
        '--date',
        'day',
        '--html',
        html,
      );
      expect({ code, error }).toEqual({ code: 0, error: 'Reading the file …\nAdding up units …\nSumming …\n' });
      expect(out).toMatch(
        /^command\.csv: 660 rows, 600 units by variant\ncontrol 299 \(49\.8 %\), new 301 \(50\.2 %\)\n/,
      );
      expect(out).toContain('• converted in new is higher than in control: +101 %');
      expect(out).not.toContain('\u001b');
      expect(readFileSync(html, 'utf8')).toMatch(/^<!doctype html>[^]*<svg[^]*<\/html>\n$/);
      const json = await analyse(...asked, '--metrics', 'spend', '--json');
      expect((JSON.parse(json.out) as FileReadout).units.total).toBe(600);
    },
    3 * minutes,
  );

  it(
    'shows looks',
    async () => {
      const table = fileOf(
        'command-looks.csv',
        'day,variant,n,mean,sd\n2026-03-01,a,1000,1,1\n2026-03-01,b,1000,1.1,1\n2026-03-02,a,2000,1,1\n2026-03-02,b,2000,1.2,1\n',
      );
      const html = join(dirname(path), 'looks.html');
      const looks = ['--looks', table, '--rows', 'cumulative', '--planned', '4000'];
      const { code, out } = await analyse(...looks, '--html', html);
      expect(code).toBe(0);
      expect(out).toMatch(
        /• value in b is higher than in a, decided at the look of 2026-03-02, 100 % of the plan: \+20\.0 %/,
      );
      expect(out).toMatch(/ {2}2026-03-01 +2,000 +50\.0 % /);
      expect(readFileSync(html, 'utf8')).toContain('<h2>Looks</h2>');
      expect((JSON.parse((await analyse(...looks, '--json')).out) as FileLooks).procedure).toBe('group_sequential');
    },
    3 * minutes,
  );

  it(
    'says in one sentence what it cannot do, and writes nothing then',
    async () => {
      const html = join(dirname(path), 'never.html');
      expect(await analyse(...asked, '--metrics', 'spnd', '--html', html)).toEqual({
        code: 1,
        out: '',
        error: 'Reading the file …\n--metrics: there is no column spnd; the nearest of 7: spend, day, user_id.\n',
      });
      expect(existsSync(html)).toBe(false);
      expect((await analyse(path)).error).toContain('A file of rows needs --unit, --variant and --metrics');
      expect((await analyse('--looks', path)).error).toContain('--rows');
      expect((await analyse(...asked, '--metrics', 'spend', '--alpha', '2')).error).toContain(
        'It takes a level above 0',
      );
    },
    3 * minutes,
  );
});
