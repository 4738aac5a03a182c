import { expect, it } from '@jest/globals';
import { sharedToken } from '../../apps/console/fixtures/sharing.js';
import { shown } from '../support/browser.js';
import { describeConsolePages } from '../support/console-pages.js';

describeConsolePages('sharing a look in the console', (pages) => {
  it('makes a link and takes one back, for those who may', async () => {
    let page = await pages.open('/experiments/shorter-checkout', { role: 'analyst' });
    const panel = page.getByRole('region', { name: 'Share a look', exact: true });
    await panel
      .getByRole('row', { name: /the board/ })
      .getByText('1,204')
      .waitFor();
    await panel.getByLabel('Look', { exact: true }).selectOption('1');
    await panel.getByLabel('Note').fill('the designers');
    await panel.getByRole('button', { name: 'Make a link' }).click();
    await panel.getByText(`${pages.server.url}/shared/${sharedToken}`).waitFor();
    const row = panel.getByRole('row', { name: /the designers/ });
    await row.getByRole('button', { name: 'Revoke the link to look 1' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke it' }).click();
    await row.getByText('revoked', { exact: true }).waitFor();
    await page.context().close();

    page = await pages.open('/experiments/shorter-checkout', { role: 'reviewer' });
    await page.getByRole('region', { name: 'Set-up' }).waitFor();
    expect(await page.getByRole('region', { name: 'Share a look' }).count()).toBe(0);
  });

  it('shows a stranger the look, and no way to anything else', async () => {
    const page = await pages.open(`/shared/${sharedToken}`);
    await shown(page, 'shorter-checkout');
    await page.getByText('Scheduled look 2: what was known until').waitFor();
    await page.getByRole('region', { name: 'Pledge conversion', exact: true }).getByRole('img').waitFor();
    await page.getByText('Where these numbers come from').first().click();
    const leads = await page
      .getByRole('main')
      .getByRole('link')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(leads).toEqual([`/v1/shared/${sharedToken}?format=csv`, `/v1/shared/${sharedToken}`]);
  });

  it('says that there is nothing where there is nothing', async () => {
    const page = await pages.open(`/shared/share_${'b'.repeat(43)}`);
    await page.getByText('it was never there, has expired or was revoked').waitFor();
    pages.forgive('404');
  });
});
