import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '#libs/config';

/** What a command said, and how it ended. */
export interface Told {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** `npx verdict …` as a person runs it, on a data folder. */
export const verdict = (data: string, ...parameters: string[]): Promise<Told> => {
  const env = { PATH: process.env['PATH'], VERDICT_DATA: data };
  return promisify(execFile)(process.execPath, [join(projectRoot(), 'bin/verdict.mjs'), ...parameters], { env }).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, error: stderr }),
    (failure: { code: number; stdout: string; stderr: string }) => ({
      code: failure.code,
      out: failure.stdout,
      error: failure.stderr,
    }),
  );
};
