import { execFile } from 'node:child_process';
import { createWriteStream, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { projectRoot } from '#libs/config';

const minutes = 60_000;
const [rows, mebibyte] = [2_000_000, 1_048_576];

function* lines(): Generator<string> {
  yield 'user_id,variant,day,visits,spend\n';
  for (let from = 0; from < rows; from += 1_000)
    yield Array.from({ length: 1_000 }, (_, index) => {
      const unit = from + index;
      const side = unit % 2 === 0 ? 'control' : 'treatment';
      const day = String(1 + (Math.floor(unit / 2) % 28)).padStart(2, '0');
      return `visitor-of-the-shop-${unit},${side},2026-03-${day},${unit % 7},${(unit % 9_973) / 100}\n`;
    }).join('');
}

it(
  'two million rows stay within the memory that they are given, and leave nothing behind',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'verdict-many-'));
    const path = join(folder, 'many.csv');
    await pipeline(Readable.from(lines()), createWriteStream(path));
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        '--conditions=source',
        '--import',
        './test/support/typescript.mjs',
        'test/support/analyse-process.ts',
        path,
        String(256 * mebibyte),
      ],
      { cwd: projectRoot(), env: { ...process.env, TMPDIR: folder } },
    );
    const { units, peak } = JSON.parse(stdout) as { units: { total: number }; peak: number };
    expect(units.total).toBe(rows);
    // Of DuckDB 256 MiB, and what Node and the readers of the file take beside it; without a limit it is 1.4 GiB.
    expect(peak).toBeLessThan(1_000 * mebibyte);
    expect(readdirSync(folder).filter((name) => name.startsWith('verdict-analyse-'))).toEqual([]);
  },
  9 * minutes,
);
