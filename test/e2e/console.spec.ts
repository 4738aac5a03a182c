import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { projectRoot } from '#libs/config';
import { openConsole, type Console } from '../../apps/console/fixtures/console.js';
import { password } from '../../apps/console/fixtures/server.js';
import { describeInBrowser } from '../support/browser.js';

const shown = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

/** Until a table has exactly so many rows. */
const rows = (page: Page, count: number): Promise<void> =>
  page.locator(`tbody:has(tr:nth-child(${count})):not(:has(tr:nth-child(${count + 1})))`).waitFor();

describeInBrowser('the console', (launch) => {
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

  /** Chromium writes each 4xx answer to its console by itself. */
  const forgive = (status: number): void => {
    const others = pages.complaints().filter((line) => !line.includes(`a status of ${status}`));
    expect(others).toEqual([]);
  };

  it('asks a stranger to sign in, says what was wrong, and then shows what was asked for', async () => {
    page = await pages.open('/jobs');
    await shown(page, 'Sign in');
    await page.getByLabel('E-mail').fill('analyst@example.com');
    await page.getByLabel('Password').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('The e-mail or the password is wrong').waitFor();
    await page.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');
    await shown(page, 'Jobs');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await shown(page, 'Sign in');
    forgive(401);
  });

  it('can be used with the keyboard alone', async () => {
    page = await pages.open('/', { role: 'reviewer' });
    await shown(page, 'Assessments');
    await rows(page, 7);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');

    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    const second = await page.evaluate<string>('document.activeElement.textContent');
    await page.keyboard.press('Enter');
    await shown(page, `Pledge ${second}`);
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
    await page.keyboard.press('j');
    await page.waitForURL(/pledge-90377/);
    await page.keyboard.press('Escape');
    await shown(page, 'Assessments');
    await page.locator('a:focus', { hasText: 'pledge-90377' }).waitFor();

    await page.keyboard.press('/');
    await page.keyboard.type('80');
    await page.keyboard.press('Enter');
    await page.waitForURL(/min_score=80/);
    await rows(page, 2);

    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await dialog.waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('j');
    expect(await dialog.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('j');
    await shown(page, 'Jobs');
  });

  it('leaves single keys alone when somebody has turned them off', async () => {
    page = await pages.open('/experiments', { role: 'analyst' });
    await shown(page, 'Experiments');
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await page.getByLabel('Single keys are shortcuts on this device').uncheck();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.reload();
    await shown(page, 'Experiments');
    await page.keyboard.press('j');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('BODY');
  });

  it('shows an experiment as intervals, as numbers, and as the SQL behind them', async () => {
    page = await pages.open('/experiments', { role: 'analyst' });
    await page
      .getByRole('row', { name: /search-ranking/ })
      .getByText('Broken')
      .waitFor();
    await page
      .getByRole('row', { name: /reward-cards/ })
      .getByText('+18.8%')
      .waitFor();
    await page.getByRole('link', { name: 'reward-cards' }).click();

    const conversion = page.getByRole('region', { name: 'Pledge conversion', exact: true });
    const plot = conversion.getByRole('img');
    await plot.locator('circle').first().waitFor();
    expect(await plot.getAttribute('aria-label')).toContain('cards: +18.8%, 95% interval +5.4% to +32.1%, better.');
    expect(await plot.locator('circle').count()).toBe(2);
    const row = conversion.getByRole('row', { name: /^cards 13,800/ });
    expect(await row.innerText()).toMatch(/3\.67%\s+\+0\.58 pp\s+\+0\.17 pp to \+0\.99 pp\s+\+18\.8%\s+.*\s+0\.006/);
    await page.getByText('It was paused for 6.5 hours').waitFor();

    await conversion.getByText('Where these numbers come from').click();
    await conversion.getByRole('link', { name: /^SQL/ }).click();
    await shown(page, 'Query');
    await page.getByText('GROUP BY exposure.variant;').waitFor();
  });

  it('gives no verdict before the planned end, and no effect of values that still change', async () => {
    page = await pages.open('/experiments/shorter-checkout', { role: 'analyst' });
    const collected = page.getByRole('region', { name: 'Collected per unit', exact: true });
    await collected.getByText('No unit has a closed window yet.').first().waitFor();
    expect(await collected.getByRole('img').count()).toBe(0);
    expect(await collected.getByText('All 41,870 units so far').isVisible()).toBe(true);
    const conversion = page.getByRole('region', { name: 'Pledge conversion', exact: true });
    const colours = await conversion
      .locator('circle')
      .evaluateAll((dots) => dots.map((dot) => dot.getAttribute('fill')));
    expect(colours).toEqual(['var(--ink)']);
    expect(await conversion.getByText(/Better|Worse/).count()).toBe(0);
  });

  it('changes the state of an experiment after a second question, for those who may', async () => {
    page = await pages.open('/experiments/search-ranking', { role: 'reviewer' });
    await page.getByText('Do not trust the effects below').waitFor();
    expect(await page.getByRole('button', { name: 'Pause' }).count()).toBe(0);
    await page.context().close();

    page = await pages.open('/experiments/search-ranking', { role: 'analyst' });
    await page.getByRole('button', { name: 'Pause' }).click();
    const dialog = page.getByRole('dialog', { name: 'Pause: search-ranking?' });
    await dialog.getByText('Everybody gets the baseline').waitFor();
    await dialog.getByRole('button', { name: 'Not now' }).click();
    expect(await page.getByText('Running', { exact: true }).isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Pause' }).click();
    await dialog.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused', { exact: true }).first().waitFor();
    expect(await page.getByRole('button', { name: 'Resume' }).isVisible()).toBe(true);
  });

  it('shows the progress of a refresh that was asked for', async () => {
    page = await pages.open('/experiments/reward-cards', { role: 'analyst' });
    await page.getByText('with events until').waitFor();
    const again = page.waitForResponse(/reward-cards\/results/);
    await page.keyboard.press('r');
    await page.getByRole('progressbar', { name: 'Progress of the refresh' }).waitFor();
    expect(await page.getByRole('button', { name: 'Refreshing …' }).isDisabled()).toBe(true);
    await again;
    await page.getByRole('button', { name: 'Refresh', exact: true }).waitFor();
  });

  it('explains a score by reasons that add up, and keeps its history', async () => {
    page = await pages.open('/pledges/pledge-90412', { role: 'reviewer' });
    const why = page.getByRole('region', { name: 'Why this score' });
    await why.getByText('Score 94 %').waitFor();
    const terms = await why.getByRole('listitem').allInnerTexts();
    const logOdds = terms.map((text) => Number(/[+−]\d+\.\d\d/.exec(text)?.[0].replace('−', '-')));
    const total = logOdds.pop();
    expect(logOdds).toHaveLength(7);
    expect(logOdds.reduce((sum, one) => sum + one)).toBeCloseTo(total ?? Number.NaN, 6);
    expect(await why.getByRole('alert').count()).toBe(0);

    const bars = await why
      .locator('.track-bar')
      .evaluateAll((all) => all.map((bar) => bar.getAttribute('style') ?? ''));
    const places = bars.map((style) => style.match(/[\d.]+(?=%)/g)?.map(Number) ?? []);
    const [start, ...steps] = places.slice(0, -1);
    // Each bar begins where the one before it ended.
    expect(steps[0]?.[0]).toBeCloseTo(start?.[0] ?? Number.NaN, 3);
    expect(steps[1]?.[0]).toBeCloseTo((steps[0]?.[0] ?? 0) + (steps[0]?.[1] ?? 0), 3);

    await page.getByText('/billing/country').waitFor();
    await page.getByRole('region', { name: 'History' }).getByRole('link', { name: '1' }).click();
    await page.getByText('This is revision 1').waitFor();
    expect(await why.getByRole('listitem').count()).toBe(3);
    await page.getByRole('link', { name: 'backer-0412' }).click();
    await page.waitForURL(/backer=backer-0412/);
    await shown(page, 'Assessments');
  });

  it('shows the queue, and cancels a job after a second question', async () => {
    page = await pages.open('/jobs', { role: 'admin' });
    await page.getByText('search: no answer for 40 s').waitFor();
    const bar = page.getByRole('progressbar', { name: 'Progress of Import pledges' });
    expect(await bar.getAttribute('aria-valuenow')).toBe('34');
    await page.getByText('ends too early (line 31000)').waitFor();
    await page.getByRole('button', { name: 'Cancel Import pledges' }).click();
    await page.getByRole('button', { name: 'Cancel the job' }).click();
    await page
      .getByRole('row', { name: /Import pledges/ })
      .getByText('Cancelled')
      .waitFor();
    await page.getByRole('link', { name: 'Failed' }).click();
    await rows(page, 1);
  });

  it('teaches where there is nothing yet, and says what to do where something is wrong', async () => {
    pages.server.empty = true;
    page = await pages.open('/assessments', { role: 'admin' });
    await page.getByText(`curl ${pages.server.url}/v1/pledges/score`).waitFor();
    await page.goto(`${pages.server.url}/experiments`);
    await page.getByText(`curl ${pages.server.url}/v1/experiments`).waitFor();
    pages.server.empty = false;

    await page.goto(`${pages.server.url}/nowhere`);
    await shown(page, 'There is no such page');
    await page.goto(`${pages.server.url}/experiments/nope`);
    await page.getByRole('alert').first().getByText('No experiment nope.').waitFor();
    forgive(404);

    await page.route('**/v1/assessments*', (route) => route.abort());
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.getByText('The server does not answer', { exact: true }).waitFor();
    await page.unroute('**/v1/assessments*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('link', { name: 'pledge-90412' }).waitFor();
    expect(pages.complaints().filter((line) => !line.includes('net::ERR_FAILED'))).toEqual([]);
  });
});
