import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { reportIds } from '../../apps/console/fixtures/reports.js';
import { press, rows, shown } from '../support/browser.js';
import { describeConsolePages } from '../support/console-pages.js';

describeConsolePages('the reports of the console', (pages) => {
  let page: Page;

  it('are listed with their kind, days and state, and lead by keys to what was asked and its rows', async () => {
    page = await pages.open('/', { role: 'reviewer' });
    await shown(page, 'Assessments');
    await press(page, 'g', 'p');
    await shown(page, 'Reports');
    await rows(page, 3);
    await page.getByRole('row', { name: /Live projects By: day 1 Mar 2026 No answer/ }).waitFor();
    await page.getByRole('row', { name: /Funnel .* 1 Nov 2026 – 23 Nov 2026 Answered Warning 2/ }).waitFor();
    await press(page, 'j', 'Enter');
    await shown(page, 'Funnel');
    await page.getByRole('region', { name: 'What was asked' }).getByText('Page View → Plegde').waitFor();
    await page.getByText('did you mean “Pledge”?').waitFor();
    await page.getByRole('row', { name: /all 2 Pledge 812 0.15/ }).waitFor();
    await page.getByRole('link', { name: /^SQL/ }).click();
    await shown(page, 'Query');
    await press(page, 'Escape');
    await shown(page, 'Funnel');
    await press(page, 'j');
    await shown(page, 'Live projects');
    await page.getByText('npx verdict warehouse backfill live_project_day').waitFor();
    await press(page, 'Escape');
    await shown(page, 'Reports');
  });

  it('wait with the progress of their job, which leads back to them', async () => {
    page = await pages.open(`/reports/${reportIds.waiting}`, { role: 'analyst' });
    await page.getByRole('progressbar', { name: 'Progress of the report' }).waitFor();
    await page.getByRole('link', { name: 'See the job' }).click();
    await shown(page, 'Warehouse report');
    await page.getByRole('link', { name: 'See the report' }).click();
    await shown(page, 'Pledges by country');
  });

  it('teach where there is none yet', async () => {
    pages.server.empty = true;
    page = await pages.open('/reports', { role: 'analyst' });
    await page.getByText('npx verdict report live-projects --from 2026-11-17 --to 2026-11-23').waitFor();
  });

  it('stand beside jobs that say which file was imported, and why lines of it were set aside', async () => {
    page = await pages.open('/jobs/0198c0de-0000-7000-8000-000000000002', { role: 'analyst' });
    await shown(page, 'Import pledges or outcomes');
    await page.getByText('chargebacks-2026-11.csv').waitFor();
    expect(await page.getByText('Outcomes', { exact: true }).count()).toBe(2);
    await page.getByRole('row', { name: '17 category no such category: frod' }).waitFor();
  });
});
