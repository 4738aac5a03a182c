import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { password } from '../../apps/console/fixtures/server.js';
import { press, rows, shown } from '../support/browser.js';
import { describeConsolePages } from '../support/console-pages.js';

describeConsolePages('the console', (pages) => {
  let page: Page;

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
    pages.forgive('a status of 401');
  });

  it('shows an experiment as intervals, as numbers, and as the SQL behind them', async () => {
    page = await pages.open('/experiments', { role: 'analyst' });
    await page
      .getByRole('row', { name: /search-ranking/ })
      .getByText('Broken', { exact: true })
      .waitFor();
    await page
      .getByRole('row', { name: /reward-cards/ })
      .getByText('+18.8%')
      .waitFor();
    const cards = page.getByRole('row', { name: /reward-cards/ });
    await cards.getByText('Better', { exact: true }).waitFor();
    await cards.getByText('Worse', { exact: true }).waitFor();
    await cards.getByText('Collected per unit −16.5%').waitFor();
    await page
      .getByRole('row', { name: /search-ranking/ })
      .getByText('None: the split is broken')
      .waitFor();
    await page
      .getByRole('row', { name: /shorter-checkout/ })
      .getByText('37,620 of 106,310 units')
      .waitFor();
    await page.getByRole('link', { name: 'reward-cards' }).click();

    const conversion = page.getByRole('region', { name: 'Pledge conversion', exact: true });
    const plot = conversion.getByRole('img');
    await plot.locator('circle').first().waitFor();
    expect(await plot.getAttribute('aria-label')).toContain('cards: +18.8%, 95% interval +5.4% to +32.1%, better.');
    expect(await plot.locator('circle').count()).toBe(2);
    // The baseline first, though the server lists variants by name.
    for (const table of ['Pledge conversion', 'Split'])
      expect(
        await page.getByRole('region', { name: table, exact: true }).getByRole('rowheader').allInnerTexts(),
      ).toEqual([expect.stringMatching(/^list/), 'cards', 'cards-large']);
    await page.setViewportSize({ width: 390, height: 800 });
    await plot.getByText('cards-large', { exact: true }).waitFor();
    await page.setViewportSize({ width: 1280, height: 800 });
    const row = conversion.getByRole('row', { name: /^cards 13,800/ });
    expect(await row.innerText()).toMatch(/3\.67%\s+\+0\.58 pp\s+\+0\.17 pp to \+0\.99 pp\s+\+18\.8%\s+.*\s+0\.006/);
    await page.getByText('It was paused for 6.5 hours').waitFor();
    // The viewer's clock, not the server's.
    await page.getByText('Enrolment ended at 16 Nov 2026, 11:00: later').waitFor();
    await page.getByText('Another metric got worse').waitFor();
    const setUp = await page.getByRole('region', { name: 'Set-up' }).innerText();
    expect(setUp).toMatch(
      /Layer\s+project-page 25% to 75%\s+Holdouts\s+search-ranking\s+Forced\s+visitor-of-the-design-team/,
    );

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
    await page.getByText('events until').waitFor();
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

    const rules = page.getByRole('region', { name: 'Rules' }).getByRole('listitem');
    await rules.filter({ hasText: 'Large and new' }).getByText('Review', { exact: true }).waitFor();

    const truth = page.getByRole('region', { name: 'What became of it' });
    await truth.getByText('It was fraud: charged back').waitFor();
    expect(await truth.getByRole('listitem').allInnerTexts()).toContainEqual(
      expect.stringMatching(/Charged back\s+US\$25\.00\s+24 Nov 2026, 10:28, fraud, reason 10\.4/),
    );

    await page.getByText('/billing/country').waitFor();
    await page.getByRole('region', { name: 'History' }).getByRole('link', { name: 'Revision 1' }).click();
    await page.getByText('This is revision 1').waitFor();
    expect(await why.getByRole('listitem').count()).toBe(3);
    await page.getByRole('link', { name: 'backer-0412' }).click();
    await page.waitForURL(/backer=backer-0412/);
    await shown(page, 'Assessments');
  });

  it('colours what keeps a score within its bounds as neither good nor bad', async () => {
    page = await pages.open('/pledges/pledge-90398', { role: 'reviewer' });
    const bound = page.getByRole('listitem').filter({ hasText: 'Scores are kept within 0.01 and 99' });
    await bound.waitFor();
    expect(await bound.locator('.track-limit').count()).toBe(1);
    expect(await bound.locator('.track-up, .track-down').count()).toBe(0);
  });

  it('says so when an answer takes long', async () => {
    page = await pages.open('/jobs', { role: 'analyst' });
    await shown(page, 'Jobs');
    await page.clock.install();
    let answer: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/v1/experiments', async (route) => {
      await asked;
      await route.continue();
    });
    await press(page, 'g', 'e');
    await page.locator('[aria-busy]').waitFor();
    expect(await page.getByText('longer than usual').count()).toBe(0);
    await page.clock.runFor(8_000);
    await page.getByText('Loading experiments takes longer than usual').waitFor();
    answer();
    await page.getByRole('link', { name: 'reward-cards' }).waitFor();
    expect(await page.getByText('longer than usual').count()).toBe(0);
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

  it('says in the audit what changed, and nothing where nothing did', async () => {
    page = await pages.open('/audit', { role: 'admin' });
    const signedIn = page.getByRole('row', { name: /Sign in/ });
    await signedIn.waitFor();
    expect(await signedIn.getByRole('cell').allInnerTexts()).toEqual([
      'Ada Admin',
      'Sign in',
      'Person …0000000000a1',
      '',
    ]);
    await page.getByText('reviewer → analyst').waitFor();
  });

  it('opens its menu where there is no room beside the page, and closes it once there was a choice', async () => {
    page = await pages.open('/experiments', { role: 'admin', viewport: { width: 390, height: 800 } });
    const menu = page.getByRole('button', { name: 'Menu' });
    const sections = page.getByRole('navigation', { name: 'Sections' });
    await menu.focus();
    expect(await sections.isVisible()).toBe(false);
    await page.keyboard.press('Enter');
    expect(await menu.getAttribute('aria-expanded')).toBe('true');
    expect(await sections.getByRole('list', { name: 'Operations' }).getByRole('link').allInnerTexts()).toEqual([
      'Jobs',
      'Audit',
    ]);
    await sections.getByRole('link', { name: 'Jobs' }).press('Enter');
    await shown(page, 'Jobs');
    expect(await sections.isVisible()).toBe(false);
  });

  it('finds assessments between two scores, and those of one project', async () => {
    page = await pages.open('/assessments', { role: 'reviewer' });
    await page.getByRole('link', { name: 'pledge-90412' }).waitFor();
    await page.getByLabel('Score at most').fill('50');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByRole('link', { name: 'pledge-90412' }).waitFor({ state: 'detached' });
    await page.getByRole('row').nth(1).getByRole('link').first().click();
    await page.getByTitle('All assessments with this project').click();
    await page.waitForURL(/\/assessments\?project=/);
    expect(await page.getByLabel('Project', { exact: true }).inputValue()).not.toBe('');
    await page
      .getByRole('link', { name: /^pledge/ })
      .first()
      .waitFor();
  });

  it('teaches where there is nothing yet, and says what to do where something is wrong', async () => {
    pages.server.empty = true;
    page = await pages.open('/assessments', { role: 'admin' });
    await page.getByText(`curl ${pages.server.url}/v1/pledges/score`).waitFor();
    await page.goto(`${pages.server.url}/experiments`);
    await page.getByText(`curl ${pages.server.url}/v1/experiments`).waitFor();
    await page.goto(`${pages.server.url}/rules`);
    await page.getByText(`curl ${pages.server.url}/v1/rules`).waitFor();
    await page.goto(`${pages.server.url}/jobs`);
    await page.getByText('npx verdict import').waitFor();
    await page.goto(`${pages.server.url}/audit`);
    await page.getByText('Every change by a person or a key').waitFor();
    pages.server.empty = false;

    await page.goto(`${pages.server.url}/nowhere`);
    await shown(page, 'There is no such page');
    await page.goto(`${pages.server.url}/experiments/nope`);
    await page.getByRole('alert').first().getByText('No experiment nope.').waitFor();
    await page.getByText('Not found', { exact: true }).first().waitFor();
    pages.forgive('a status of 404');

    const away = { title: 'Unavailable', status: 503, detail: 'The database is away.' };
    await page.route('**/v1/**', (route) =>
      route.fulfill({
        status: 503,
        json: away,
        headers: { 'retry-after': '5' },
        contentType: 'application/problem+json',
      }),
    );
    for (const keys of ['g e', 'g a', 'g r', 'g h', 'g q', 'g p', 'g w', 'g s', 'g j', 'g u']) {
      await press(page, ...keys.split(' '));
      await page.getByText('A part of Verdict is away').first().waitFor();
      await page.getByText('Wait 5 seconds and try again.').first().waitFor();
    }
    await page.unroute('**/v1/**');
    pages.forgive('a status of 503');

    await page.route('**/v1/assessments*', (route) => route.abort());
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.getByText('The server does not answer', { exact: true }).waitFor();
    expect(await page.getByText(/The server does not answer/).count()).toBe(1);
    await page.unroute('**/v1/assessments*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('link', { name: 'pledge-90412' }).waitFor();
    pages.forgive('net::ERR_FAILED');
  });
});
