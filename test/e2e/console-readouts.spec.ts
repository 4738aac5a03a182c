import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { shown } from '../support/browser.js';
import { describeConsolePages } from '../support/console-pages.js';

describeConsolePages('readouts and scores in the console', (pages) => {
  let page: Page;

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
    expect(await row.innerText()).toMatch(
      /3\.67%\s+\+0\.58 pp\s+\+0\.17 pp to \+0\.99 pp\s+\+18\.8%[^]+\s0\.006\s+wins 99\.1%/,
    );
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

  it('tells units apart by what was known of them, and asks for more', async () => {
    page = await pages.open('/experiments/reward-cards', { role: 'analyst' });
    const levels = page.getByRole('region', { name: 'Effects by level', exact: true });
    await levels.getByText('By topic of support request').click();
    await levels.getByText('snapshot.support_requests is not published').waitFor();
    await levels.getByText('By risk level of pledge').click();
    await levels.getByText('Units are not split as planned where it says: normal.').waitFor();
    await levels.getByText('cards: the effects of the levels differ (p 0.023).').waitFor();
    await levels.getByText('cards, with the levels in the same shares in both variants: +0.56 pp').waitFor();
    const row = levels.getByRole('row', { name: /^normal, cards 12,000/ });
    expect(await row.innerText()).toMatch(/\+1\.50 pp\s+\+0\.71 pp to \+2\.29 pp\s+0\.0002/);
    await levels
      .getByRole('row', { name: /^Not known, cards-large/ })
      .getByText('Under 100 units')
      .waitFor();

    await levels.getByLabel('Fact').selectOption('pledge');
    await levels.getByLabel('Column').selectOption('value');
    await levels.getByRole('button', { name: 'Show effects by it' }).click();
    await levels.getByText('asked by you').waitFor();
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
    await page.getByText('What has changed is read: about 12 s and 31,200 rows.').waitFor();
    const again = page.waitForResponse(/reward-cards\/results/);
    await page.keyboard.press('r');
    await page.getByRole('progressbar', { name: 'Progress of the refresh' }).waitFor();
    expect(await page.getByRole('button', { name: 'Refreshing …' }).isDisabled()).toBe(true);
    await again;
    await page.getByRole('button', { name: 'Refresh', exact: true }).waitFor();
  });

  it('says before a refresh that it is beyond the budget, and asks for it by name only', async () => {
    page = await pages.open('/experiments/search-ranking', { role: 'analyst' });
    await page.getByText('beyond the budget of 10 s').waitFor();
    const sent = page.waitForRequest((request) => request.method() === 'POST');
    await page.keyboard.press('r');
    await page.getByRole('button', { name: 'Refresh all the same' }).click();
    expect(new URL((await sent).url()).search).toBe('?beyond_budget=true');
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
});
