import { expect, it } from '@jest/globals';
import { describeConsolePages } from '../support/console-pages.js';
import { shown } from '../support/browser.js';

describeConsolePages('the plan of an experiment in the console', (pages) => {
  it('says what its rule says, how far it is, and each look as it was seen', async () => {
    const page = await pages.open('/experiments/shorter-checkout', { role: 'analyst' });
    await shown(page, 'shorter-checkout');
    const panel = page.getByRole('region', { name: 'The plan’s word' });
    await panel.getByText('Keep running', { exact: true }).waitFor();
    await panel.getByText('short: the plan has no verdict on it yet.').waitFor();
    await panel.getByText(/It waits for snapshot.shop_pledges, loaded through .*, until .*Then it is taken/).waitFor();
    const looks = panel.getByRole('table', { name: /^Looks/ });
    expect(await looks.getByRole('rowheader').allTextContents()).toEqual([
      'Scheduledthrough 16 Nov 2026',
      'Scheduledthrough 9 Nov 2026',
    ]);
    expect(await looks.getByRole('row').nth(1).textContent()).toContain('1.95± 3.60');
    const plot = panel.getByRole('img', { name: /Statistic by share of the plan/ });
    expect(await plot.getAttribute('aria-label')).toContain('short at 35.4%: 1.95, bound 3.60.');
    expect(await plot.locator('circle').count()).toBeGreaterThanOrEqual(6);
    const guardrails = panel.getByRole('table', { name: /^Guardrails/ });
    expect(await guardrails.getByText('Undecided').count()).toBe(1);
  });

  it('shows beside each effect what may be read at any time, and the chance to win', async () => {
    const page = await pages.open('/experiments/shorter-checkout', { role: 'analyst' });
    const table = page.getByRole('table', { name: /^Pledge conversion: units with closed windows/ });
    await table.getByText(/at any time/).waitFor();
    await table.getByText(/wins 9/).waitFor();
  });

  it('is not there where nothing was planned', async () => {
    const page = await pages.open('/experiments/search-ranking', { role: 'analyst' });
    await page.getByRole('heading', { name: 'Pledge conversion' }).waitFor();
    expect(await page.getByRole('heading', { name: 'The plan’s word' }).count()).toBe(0);
  });
});
