import { expect, it } from '@jest/globals';
import { describeConsolePages } from '../support/console-pages.js';
import { press } from '../support/browser.js';

describeConsolePages('flags in the console', (pages) => {
  it('are found by keys, tried out with their reason, and published after a second word', async () => {
    const page = await pages.open('/experiments', { role: 'admin' });
    await page.getByRole('heading', { level: 1, name: 'Experiments' }).waitFor();
    await press(page, 'g', 'f');
    await page.getByRole('row', { name: /new-checkout/ }).waitFor();
    await press(page, 'j', 'Enter');
    await page.getByRole('heading', { level: 1, name: 'new-checkout' }).waitFor();
    await page.getByText('with a share of 10%, by visitor').first().waitFor();
    await page.getByLabel('Attributes').fill('{"id": ');
    await page.getByRole('button', { name: 'Evaluate' }).press('Enter');
    await page.getByText('The attributes are no JSON object.').waitFor();
    await page.getByLabel('Attributes').fill('{"id": "u1"}');
    await page.getByRole('button', { name: 'Evaluate' }).press('Enter');
    await page.getByText('the rule staff').waitFor();
    await page.getByRole('button', { name: 'Publish' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Publish: new-checkout?' });
    await dialog.getByRole('button', { name: 'Publish' }).press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(pages.server.published).toEqual([{ version: 4 }]);
    await press(page, 'Escape');
    await page.getByRole('heading', { level: 1, name: 'Flags' }).waitFor();
  });

  it('offer nothing to those who may only read', async () => {
    const page = await pages.open('/flags/new-checkout', { role: 'reviewer' });
    await page.getByText('What is answered by').waitFor();
    expect(await page.getByRole('button', { name: /Publish|Discard|Back to/ }).count()).toBe(0);
  });
});
