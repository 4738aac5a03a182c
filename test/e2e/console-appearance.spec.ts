import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { projectRoot } from '#libs/config';
import { openConsole, type Console } from '../../apps/console/fixtures/console.js';
import { queryHash } from '../../apps/console/fixtures/readouts.js';
import { describeInBrowser } from '../support/browser.js';

/** Every page, with a text that is there once it has loaded. */
const everyPage = [
  ['/experiments', 'Broken'],
  ['/experiments/shorter-checkout', 'Pledge conversion'],
  ['/experiments/reward-cards', 'No difference found'],
  ['/experiments/search-ranking', 'Do not trust the effects below'],
  ['/experiments/creator-videos', 'Not started'],
  ['/assessments', 'pledge-90412'],
  ['/pledges/pledge-90412', 'Why this score'],
  ['/pledges/pledge-90322', 'Scored without everything'],
  ['/rules', 'Many small pledges'],
  ['/jobs', 'Oldest unfinished'],
  ['/jobs/0198c0de-0000-7000-8000-000000000004', 'It failed'],
  ['/audit', 'Ada Admin'],
  [`/queries/${queryHash}`, 'First used'],
  ['/nowhere', 'There is no such page'],
] as const;

const light = { ground: 'rgb(247, 247, 245)', ink: 'rgb(27, 28, 31)' };
const dark = { ground: 'rgb(18, 19, 21)', ink: 'rgb(236, 236, 234)' };

describeInBrowser('what the console looks like', (launch) => {
  let browser: Browser;
  let pages: Console;
  let page: Page;

  beforeAll(async () => {
    browser = await launch();
    pages = await openConsole(projectRoot(), browser);
  });
  afterEach(async () => {
    await page.context().close();
    expect(pages.complaints()).toEqual([]);
  });
  afterAll(async () => {
    await pages.close();
    await browser.close();
  });

  const colours = () =>
    page.evaluate(
      '(({ backgroundColor, color }) => ({ ground: backgroundColor, ink: color }))(getComputedStyle(document.body))',
    );
  const audit = (question: string): Promise<string[]> => page.evaluate(`pageAudit.${question}()`);

  it.each(everyPage)('%s is legible in both themes, in order, and fits a window of 360 px', async (path, text) => {
    page = await pages.open(path, { role: 'admin', reducedMotion: 'reduce', colorScheme: 'light' });
    await page.getByText(text).first().waitFor();
    await page.locator('[aria-busy]').first().waitFor({ state: 'detached' });
    expect(await colours()).toEqual(light);
    expect(await audit('lowContrast')).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await colours()).toEqual(dark);
    expect(await audit('lowContrast')).toEqual([]);
    expect(await audit('unnamed')).toEqual([]);
    expect(await audit('structure')).toEqual([]);
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await audit('overflow')).toEqual([]);
  });

  it('is legible and named in its dialogs too', async () => {
    page = await pages.open('/experiments/shorter-checkout', { role: 'admin', reducedMotion: 'reduce' });
    await page.getByRole('button', { name: 'Decide' }).click();
    await page.getByRole('dialog').waitFor();
    expect([...(await audit('unnamed')), ...(await audit('lowContrast'))]).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByText('Open the row').waitFor();
    expect([...(await audit('unnamed')), ...(await audit('lowContrast'))]).toEqual([]);
  });

  it('keeps the theme that was chosen, from the first paint on', async () => {
    page = await pages.open('/experiments', { role: 'admin', colorScheme: 'light' });
    await page.getByText('Broken').waitFor();
    await page.getByRole('button', { name: 'Theme: system' }).click();
    await page.getByRole('button', { name: 'Theme: light' }).click();
    await page.getByRole('button', { name: 'Theme: dark' }).waitFor();
    expect(await colours()).toEqual(dark);
    await page.goto(`${pages.server.url}/jobs`, { waitUntil: 'commit' });
    await page.locator('body').waitFor({ state: 'attached' });
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
    await page.getByRole('button', { name: 'Theme: dark' }).click();
    expect(await colours()).toEqual(light);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await colours()).toEqual(dark);
  });

  it('shows where the focus is, and moves nothing for those who asked for stillness', async () => {
    page = await pages.open('/jobs', { role: 'admin', reducedMotion: 'reduce' });
    await page.getByText('Oldest unfinished').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    const moving = `[...document.querySelectorAll('*')].filter((element) => {
      const { animationName, transitionDuration } = getComputedStyle(element);
      return animationName !== 'none' || transitionDuration !== '0s';
    }).length`;
    expect(await page.evaluate(moving)).toBe(0);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    expect(await page.evaluate(moving)).toBeGreaterThan(0);
  });
});
