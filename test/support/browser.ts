import { existsSync } from 'node:fs';
import { describe } from '@jest/globals';
import { chromium, type Browser } from 'playwright-core';

const candidates = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/chromium-browser'];

/** The browser of this machine, or undefined where there is none: `CHROMIUM_PATH`, else Debian's places. */
export const browserPath = (): string | undefined => candidates.find((path) => path !== undefined && existsSync(path));

/** A suite in a real browser; without one it is skipped, and its name says so. */
export function describeInBrowser(name: string, suite: (launch: () => Promise<Browser>) => void): void {
  const executablePath = browserPath();
  if (executablePath === undefined) {
    describe.skip(`${name} (no Chromium here: install it or set CHROMIUM_PATH)`, () =>
      suite(() => Promise.reject(new Error('There is no browser.'))));
    return;
  }
  describe(name, () => suite(() => chromium.launch({ executablePath, args: browserFlags })));
}

const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
