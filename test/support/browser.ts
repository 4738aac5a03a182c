import { existsSync } from 'node:fs';
import { describe } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';

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

/** Until a page has this heading. */
export const shown = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

/** Until a table has exactly so many rows. */
export const rows = (page: Page, count: number): Promise<void> =>
  page.locator(`tbody:has(tr:nth-child(${count})):not(:has(tr:nth-child(${count + 1})))`).waitFor();

/** One key after the other. */
export async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}
