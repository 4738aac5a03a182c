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
    for (const keys of ['g e', 'g m', 'g a', 'g r', 'g h', 'g q', 'g p', 'g w', 'g s', 'g j', 'g u']) {
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
