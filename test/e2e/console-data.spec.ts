import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { press, shown } from '../support/browser.js';
import { describeConsolePages } from '../support/console-pages.js';

describeConsolePages('the data platform in the console', (pages) => {
  let page: Page;

  const row = (name: RegExp) => page.getByRole('row', { name });

  it('shows how new each table of the warehouse is, and which one is late', async () => {
    page = await pages.open('/', { role: 'analyst' });
    await shown(page, 'Experiments');
    await press(page, 'g', 'w');
    await shown(page, 'Warehouse');
    await row(/snapshot\.shop_projects/)
      .getByText('Late')
      .waitFor();
    await row(/snapshot\.shop_projects/)
      .getByText('22 Nov 2026')
      .waitFor();
    await row(/^event Fresh/)
      .getByText('24 Nov 2026, 10:21')
      .waitFor();
    await row(/pledge_outcome/)
      .getByText('Empty')
      .waitFor();
    expect(await page.getByText('Late', { exact: true }).count()).toBe(1);
    await page.getByText('line 1,204: not JSON').waitFor();
    await page.getByRole('table', { name: 'What is published' }).getByText('pledge', { exact: true }).first().waitFor();
    await row(/snapshot\.shop_projects Ada Admin/).waitFor();
  });

  it('has the warehouse load now, and says that it is behind as long as it is', async () => {
    pages.server.busy = true;
    page = await pages.open('/warehouse', { role: 'analyst' });
    await page.getByText('What happened up to 1 h 30 min ago').waitFor();
    await row(/^event Late/).waitFor();
    await press(page, 'r');
    await page.getByRole('progressbar', { name: 'Progress of the load', exact: true }).waitFor();
    const loads = page.getByRole('region', { name: 'Loads that somebody asked for' });
    await loads.getByText('Running', { exact: true }).waitFor();
    pages.server.busy = false;
    await loads.getByText('Done', { exact: true }).waitFor();
    await row(/^event Fresh/).waitFor();
    await press(page, 'j', 'Enter');
    await shown(page, 'Warehouse load');
    await press(page, 'Escape');
    await shown(page, 'Warehouse');
  });

  it('says what the columns mean of what may be asked about', async () => {
    page = await pages.open('/warehouse', { role: 'analyst' });
    const published = page.getByRole('region', { name: 'What may be asked about' });
    await published.locator('summary', { hasText: 'pledge' }).click();
    await published.getByText('the latest that was scored').filter({ visible: true }).waitFor();
    expect(
      await published
        .getByRole('row', { name: /snapshot.shop_projects/ })
        .locator('summary')
        .count(),
    ).toBe(0);
  });

  it('teaches where nothing is loaded yet', async () => {
    pages.server.empty = true;
    page = await pages.open('/warehouse', { role: 'admin' });
    await page.getByText('npx verdict warehouse status').waitFor();
  });

  it('tells who may not see it only that, and asks nothing for it', async () => {
    page = await pages.open('/warehouse', { role: 'reviewer' });
    await shown(page, 'Warehouse');
    await page.getByRole('alert').getByText('This page needs the scope warehouse:read.').waitFor();
    expect(await page.getByRole('main').getByRole('region').count()).toBe(0);
  });

  it('leads from a pledge to the history of its backer, and to who shares something with her', async () => {
    page = await pages.open('/pledges/pledge-90412', { role: 'reviewer' });
    await page.getByRole('link', { name: 'History of this backer' }).click();
    await shown(page, 'Backer backer-0412');
    const related = page.getByRole('region', { name: 'Who shares something' });
    await related.getByRole('row', { name: /backer-0377 device, IP address 9 2/ }).waitFor();
    await related.getByText('What is shared').first().click();
    await related.getByRole('row', { name: /203\.0\.113\.9 4 1,204/ }).waitFor();
    const item = (name: string) => page.locator('tr', { has: page.locator('summary', { hasText: name }) });
    await item('Pledge Assessed').getByText('Reject').waitFor();
    const outcome = item('Pledge Outcome');
    await outcome.getByText('US$25.00').waitFor();
    await outcome.getByText('Pledge Outcome: charged back').waitFor();
    await outcome.getByText('10:08:00').waitFor();
    expect(await item('experiment_started').locator('summary').innerHTML()).toContain('_<wbr>started');
    await page.getByRole('link', { name: 'Outcomes' }).click();
    await item('Pledge Assessed').waitFor({ state: 'detached' });
    await related.getByRole('link', { name: 'backer-0091' }).click();
    await shown(page, 'Backer backer-0091');
    await page.getByText('Nobody: no address').waitFor();
    await page.getByText('Nothing is known').waitFor();
  });

  it('finds in the history by words and facets, page by page, and opens an item by keys', async () => {
    page = await pages.open('/', { role: 'reviewer' });
    await shown(page, 'Assessments');
    await press(page, 'g', 'h');
    await shown(page, 'History');
    await page.getByText('5 found').waitFor();
    await press(page, 'j', 'j', 'Enter');
    await page.getByText('Assessment of verdict: Device cards, Card declines').waitFor();

    const kind = page.getByRole('navigation', { name: 'Kind' });
    await kind.getByRole('link', { name: 'Event' }).click();
    await page.getByText('3 found').waitFor();
    expect(await kind.getByRole('link', { name: 'Event' }).getAttribute('aria-current')).toBe('true');
    await kind.getByRole('link', { name: 'Event' }).click();
    await page.getByText('5 found').waitFor();

    await press(page, '/');
    await page.keyboard.type('p');
    await press(page, 'Enter');
    await page.waitForURL(/q=p/);
    await page.getByRole('link', { name: 'Next page' }).click();
    await page.getByText('found').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'First page' }).click();
    await page.getByText('5 found').waitFor();

    await page.getByLabel('Whose history').selectOption('card');
    await page.getByLabel('Id').fill('a/b');
    await page.getByRole('button', { name: 'Show' }).click();
    await shown(page, 'Card a/b');
    await press(page, 'Escape');
    await shown(page, 'History');
  });

  it('shows where tables come from, and brings one now', async () => {
    page = await pages.open('/', { role: 'analyst' });
    await shown(page, 'Experiments');
    await press(page, 'g', 's');
    await shown(page, 'Sources');
    await row(/^projects/)
      .getByText('Late')
      .waitFor();
    await page.getByText('No route to the server after 30 s.').waitFor();
    await page.getByText('$SOURCE_SHOP_URL').waitFor();
    expect(await page.getByRole('button', { name: /^Pull/ }).count()).toBe(0);
    await page.context().close();

    pages.server.busy = true;
    page = await pages.open('/sources', { role: 'admin' });
    await page.getByRole('button', { name: 'Pull shop projects now' }).click();
    const bar = page.getByRole('progressbar', { name: 'Progress of shop projects' });
    await bar.waitFor();
    expect(await page.getByRole('button', { name: 'Pull shop projects now' }).isDisabled()).toBe(true);
    pages.server.busy = false;
    await bar.waitFor({ state: 'detached' });
    await press(page, 'j', 'j', 'Enter');
    await shown(page, 'shop rates');
    await row(/23 Nov 2026/)
      .getByText('The warehouse did not take it')
      .waitFor();
    await row(/24 Nov 2026/)
      .getByText('Zero date: 41')
      .waitFor();
    await press(page, 'k');
    await shown(page, 'shop projects');
    await press(page, 'Escape');
    await shown(page, 'Sources');
  });

  it('teaches where nothing has happened and no source is described', async () => {
    pages.server.empty = true;
    page = await pages.open('/history', { role: 'admin' });
    await page.getByText(`curl ${pages.server.url}/v1/events`).waitFor();
    await page.goto(`${pages.server.url}/history?q=nothing`);
    await page.getByText('Nothing matches').waitFor();
    await page.goto(`${pages.server.url}/sources`);
    await page.getByText('npx verdict sources apply sources.yml').waitFor();
  });
});
