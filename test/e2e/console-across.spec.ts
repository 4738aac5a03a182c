import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { press, shown } from '../support/browser.js';
import { describeConsolePages } from '../support/console-pages.js';

describeConsolePages('what the console says across experiments', (pages) => {
  let page: Page;

  it('is which of them change each other, by how much, and where that comes from', async () => {
    page = await pages.open('/experiments', { role: 'analyst' });
    await page.getByRole('link', { name: 'Across experiments' }).click();
    await shown(page, 'Across experiments');
    const panel = page.getByRole('region', { name: 'Experiments that change each other' });
    const found = panel.getByRole('row', { name: /reward-cards and shorter-checkout/ });
    await found.getByText('They interact').waitFor();
    await found.getByText('−1.12 pp').waitFor();
    await found.getByText('0.003').waitFor();
    await panel.getByText('1 not judged').click();
    await panel.getByText('at least 2 units').waitFor();
    await panel.getByText('Where these numbers come from').click();
    expect(await panel.getByRole('link', { name: /^SQL/ }).getAttribute('href')).toBe(`/queries/${'d'.repeat(64)}`);
    const sent = page.waitForRequest((request) => request.method() === 'POST');
    await panel.getByRole('button', { name: 'Scan now' }).click();
    expect(new URL((await sent).url()).pathname).toBe('/v1/interactions');
  });

  it('is what all of them bring on a metric, as it is believed', async () => {
    page = await pages.open('/experiments/across', { role: 'analyst' });
    const panel = page.getByRole('region', { name: 'What experiments bring' });
    const row = panel.getByRole('row', { name: /shorter-checkout short, running/ });
    await row.getByText('+7.3%').waitFor();
    await row.getByText('+3.1%').waitFor();
    await panel.getByLabel('Metric').selectOption('Collected per unit');
    await panel.getByText('Three effects are the fewest.').waitFor();
    await press(page, 'Escape');
    await shown(page, 'Experiments');
  });
});
