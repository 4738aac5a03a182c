import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { longId } from '../../apps/console/fixtures/assessments.js';
import { longKey } from '../../apps/console/fixtures/experiments.js';
import { questionIds, runIds } from '../../apps/console/fixtures/questions.js';
import { reportIds } from '../../apps/console/fixtures/reports.js';
import { queryHash } from '../../apps/console/fixtures/readout-of.js';
import { sharedToken } from '../../apps/console/fixtures/sharing.js';
import { describeConsolePages } from '../support/console-pages.js';

/** Every page, with a text that is there once it has loaded. */
const everyPage = [
  ['/experiments', 'Broken'],
  ['/experiments/shorter-checkout', 'Pledge conversion'],
  ['/experiments/reward-cards', 'No difference found'],
  ['/experiments/search-ranking', 'Do not trust the effects below'],
  ['/experiments/creator-videos', 'Not started'],
  [`/experiments/${longKey}`, 'Pledge conversion'],
  ['/metrics', 'Cannot be used'],
  ['/metrics/new', 'Lines of the readout'],
  ['/metrics/support_per_pledge', 'Small pledges are of another product.'],
  ['/metrics/support_per_pledge/change', 'Remove'],
  ['/facts/support_request', 'This version cannot be used'],
  ['/facts/new', 'Digits after the point'],
  ['/flags', 'new-checkout'],
  ['/flags/new-checkout', 'What is answered by'],
  ['/assessments', 'pledge-90412'],
  ['/pledges/pledge-90412', 'Why this score'],
  ['/pledges/pledge-90398', 'Scores are kept within 0.01 and 99'],
  ['/pledges/pledge-90322', 'Scored without everything'],
  [`/pledges/${longId}`, 'Why this score'],
  ['/rules', 'Many small pledges'],
  ['/jobs', 'Oldest unfinished'],
  ['/jobs/0198c0de-0000-7000-8000-000000000004', 'It failed'],
  ['/audit', 'Ada Admin'],
  [`/queries/${queryHash}`, 'First used'],
  ['/questions', 'Overdue'],
  ['/questions/new', 'What would help?'],
  [`/questions/${questionIds[0]}`, 'Doubted'],
  [`/runs/${runIds.answered}`, 'Looks wrong'],
  [`/runs/${runIds.wide}`, 'They were cut off'],
  [`/runs/${runIds.waiting}`, 'It may take two minutes'],
  [`/runs/${runIds.failed}`, 'There is no answer'],
  ['/reports', 'Funnel'],
  [`/reports/${reportIds.funnel}`, 'did you mean'],
  [`/reports/${reportIds.late}`, 'There is no answer'],
  [`/reports/${reportIds.waiting}`, 'It may take two minutes'],
  ['/warehouse', 'Lines that could not be loaded'],
  ['/history', 'Assessment'],
  ['/history/backer/backer-0412', 'backer-0377'],
  [`/shared/${sharedToken}`, 'This address is good until'],
  ['/sources', 'No route to the server'],
  ['/sources/shop.rates', 'were left aside'],
  ['/nowhere', 'There is no such page'],
] as const;

const light = { ground: 'rgb(247, 247, 245)', ink: 'rgb(27, 28, 31)' };
const dark = { ground: 'rgb(18, 19, 21)', ink: 'rgb(236, 236, 234)' };

describeConsolePages('what the console looks like', (pages) => {
  let page: Page;

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
    expect(await audit('falseBlue')).toEqual([]);
    expect(await audit('unnamed')).toEqual([]);
    expect(await audit('structure')).toEqual([]);
    expect(await audit('overflow')).toEqual([]);
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await audit('overflow')).toEqual([]);
  });

  it.each([1280, 1024, 800, 390])('hides no column in a window of %d px, however long a name is', async (width) => {
    page = await pages.open('/experiments', { role: 'admin', viewport: { width, height: 800 } });
    const broken = page.getByRole('row', { name: /search-ranking/ });
    await broken.getByText('Broken', { exact: true }).waitFor();
    expect(await audit('scrolling')).toEqual([]);
    for (const key of ['reward-cards', longKey]) {
      await page.goto(`${pages.server.url}/experiments/${key}`);
      const conversion = page.getByRole('region', { name: 'Pledge conversion', exact: true });
      await conversion.locator('circle').first().waitFor();
      await page.getByRole('region', { name: 'Split' }).getByText('Plan', { exact: true }).waitFor();
      expect(await audit('scrolling')).toEqual([]);
    }
  });

  it.each([1280, 390])('breaks no number and no date of an answer into lines, at %d px', async (width) => {
    page = await pages.open(`/runs/${runIds.wide}`, { role: 'admin', viewport: { width, height: 800 } });
    await page.getByText('2026-11-11').first().waitFor();
    const lines = `[...document.querySelectorAll('.answer tbody .nowrap')].map((value) => value.getClientRects().length)`;
    expect(new Set(await page.evaluate<number[]>(lines))).toEqual(new Set([1]));
    expect(await audit('overflow')).toEqual([]);
  });

  it('wraps the SQL of one long line into its box', async () => {
    page = await pages.open(`/queries/${queryHash}`, { role: 'analyst', viewport: { width: 390, height: 800 } });
    await page.getByText('First used').waitFor();
    expect(await page.locator('pre').evaluate((box) => box.scrollWidth > box.clientWidth)).toBe(false);
  });

  it('shows who is signed in and as what, however long the name is', async () => {
    page = await pages.open('/experiments', { role: 'reviewer', viewport: { width: 1280, height: 800 } });
    const role = page.getByText('reviewer', { exact: true });
    await role.waitFor();
    const [word, header] = [await role.boundingBox(), await page.getByRole('banner').boundingBox()];
    if (word === null || header === null) throw new Error('It is not shown.');
    expect(word.x + word.width).toBeLessThan(header.x + header.width);
  });

  it('never shows progress where none is known: without movement the bar is whole and pale', async () => {
    page = await pages.open(`/runs/${runIds.waiting}`, { role: 'admin', reducedMotion: 'reduce' });
    const bar = page.getByRole('progressbar').locator('span');
    await bar.waitFor();
    const [part, whole] = [await bar.boundingBox(), await page.getByRole('progressbar').boundingBox()];
    expect(part).toEqual(whole);
    expect(await page.getByText('Not begun').isVisible()).toBe(true);
  });

  it('is legible and named in its dialogs too', async () => {
    page = await pages.open('/experiments/shorter-checkout', { role: 'admin', reducedMotion: 'reduce' });
    await page.getByRole('button', { name: 'Decide' }).click();
    await page.getByRole('dialog').waitFor();
    expect([...(await audit('unnamed')), ...(await audit('lowContrast'))]).toEqual([]);
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 1280, height: 600 });
    await page.keyboard.press('?');
    await page.getByText('Open the row').waitFor();
    // The first control has the focus, and is not so far down that the heading is out of sight.
    expect(await page.evaluate('document.querySelector("dialog").scrollTop')).toBe(0);
    expect([...(await audit('unnamed')), ...(await audit('lowContrast'))]).toEqual([]);
  });

  it('keeps the theme that was chosen, from the first paint on', async () => {
    page = await pages.open('/experiments', { role: 'admin', colorScheme: 'light' });
    await page.getByText('Broken', { exact: true }).waitFor();
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
