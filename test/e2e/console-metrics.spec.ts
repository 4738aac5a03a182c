import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { press, shown } from '../support/browser.js';
import { describeConsolePages } from '../support/console-pages.js';

describeConsolePages('the metrics of the console', (pages) => {
  let page: Page;
  const sent = (method: string) => page.waitForRequest((request) => request.method() === method);

  it('are listed with their facts, and lead to what they measure and who has them, and back by keys', async () => {
    page = await pages.open('/experiments', { role: 'analyst' });
    await shown(page, 'Experiments');
    await press(page, 'g', 'm');
    await shown(page, 'Metrics');
    await page
      .getByRole('row', { name: /Pledge conversion/ })
      .getByText('until day 7')
      .waitFor();
    await page
      .getByRole('row', { name: /Support requests One row/ })
      .getByText('Cannot be used')
      .waitFor();
    await press(page, 'j', 'j', 'Enter');
    await shown(page, 'Pledge conversion');
    await page.getByRole('region', { name: 'Definition' }).getByText('Net of fraud').waitFor();
    await page.getByRole('link', { name: 'shorter-checkout' }).waitFor();
    expect(await page.getByRole('link', { name: 'Change' }).count()).toBe(0);
    await press(page, 'Escape');
    await page.locator('a:focus[data-row="pledge_conversion"]').waitFor();
    await page.getByRole('link', { name: 'Archived' }).click();
    await page.getByRole('heading', { name: 'No archived metrics' }).waitFor();
  });

  it('say of a fact why it cannot be used, which version metrics use, and its SQL by permalink', async () => {
    page = await pages.open('/facts/support_request', { role: 'analyst' });
    await shown(page, 'Support requests');
    await page.getByText('snapshot.help_requests is not published').waitFor();
    await page.getByText('Metrics use version 1.').waitFor();
    await page.getByRole('list', { name: 'Columns' }).getByText('backer_id').first().waitFor();
    await page.getByRole('region', { name: 'SQL' }).getByText('help_requests').waitFor();
    expect(await page.getByRole('link', { name: /permanent address/ }).getAttribute('href')).toBe(
      `/queries/${'4'.repeat(64)}`,
    );
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByText('Being checked').waitFor();
  });

  it('keep a new fact once its SQL may be asked', async () => {
    page = await pages.open('/metrics', { role: 'analyst' });
    await page.getByRole('link', { name: 'New fact' }).click();
    await shown(page, 'New fact');
    await page.getByRole('textbox', { name: 'Key' }).fill('visit');
    await page.getByRole('textbox', { name: 'Name' }).fill('Visits');
    await page.getByLabel('SQL').fill('DELETE FROM event');
    await page.getByRole('button', { name: 'Keep the fact' }).click();
    await page.getByRole('alert').getByText('Mend the SQL').waitFor();
    pages.forgive('a status of 400');
    await page.getByLabel('SQL').fill('SELECT distinct_id AS visitor_id, time FROM event');
    const request = sent('POST');
    await page.getByRole('button', { name: 'Keep the fact' }).click();
    expect((await request).postDataJSON()).toMatchObject({ key: 'visit', description: '', scale: 0 });
    await shown(page, 'Visits');
    await page.getByText('Being checked').waitFor();
    await page.getByText('Known once it was checked.').waitFor();
  });

  it('show the checked columns of a fact where a metric is written over it', async () => {
    page = await pages.open('/metrics/new', { role: 'analyst' });
    await shown(page, 'New metric');
    await page.getByRole('textbox', { name: 'Key' }).fill('big_pledges');
    await page.getByRole('textbox', { name: 'Name' }).fill('Big pledges');
    await page.getByLabel('Kind').selectOption('mean');
    await page.getByLabel('Fact').selectOption('pledge');
    await page.getByRole('list', { name: 'Columns' }).getByText('what is added up unless said').waitFor();
    await page.getByLabel('Adds up').selectOption('value');
    await page.getByRole('button', { name: 'Add a filter' }).click();
    await page.getByLabel('Where').selectOption('value');
    await page.getByLabel('Is', { exact: true }).selectOption('>=');
    await page.getByLabel('Value').fill('10000');
    await page.getByLabel('Guardrail margin in %').fill('5');
    await page.getByLabel('Net of fraud').check();
    const request = sent('POST');
    await page.getByRole('button', { name: 'Keep the metric' }).click();
    expect((await request).postDataJSON()).toMatchObject({
      key: 'big_pledges',
      kind: 'mean',
      numerator: { fact: 'pledge', value: 'value', filters: [{ column: 'value', op: '>=', value: 10_000 }] },
      denominator: null,
      act_days: 7,
      margin: 0.05,
      readings: ['all', 'net_of_fraud'],
    });
    await shown(page, 'Big pledges');
  });

  it('change and archive what is not ready-made, and show readers no such thing', async () => {
    page = await pages.open('/metrics/support_per_pledge', { role: 'analyst' });
    await page.getByRole('link', { name: 'Change' }).click();
    await shown(page, 'Change the metric');
    await page.getByRole('group', { name: 'Denominator' }).getByLabel('Value').waitFor();
    await page.getByLabel('Days to act').fill('14');
    await page.getByLabel('Why').fill('Sooner.');
    const request = sent('PATCH');
    await page.getByRole('button', { name: 'Keep the change' }).click();
    expect((await request).postDataJSON()).toMatchObject({
      version: 3,
      act_days: 14,
      note: 'Sooner.',
      denominator: { fact: 'pledge', value: null, filters: [{ column: 'value', op: '>=', value: 1_000 }] },
    });
    await shown(page, 'Support requests per pledge');
    await page.getByRole('button', { name: 'Archive' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Archive it' }).click();
    await page.getByText('no new experiment takes it').waitFor();

    page = await pages.open('/metrics', { role: 'reviewer' });
    await page.getByRole('row', { name: /Pledge conversion/ }).waitFor();
    expect(await page.getByRole('link', { name: /New/ }).count()).toBe(0);
  });
});
