import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeConsolePages } from '../support/console-pages.js';
import { press } from '../support/browser.js';

const focused = (page: Page): Promise<string> => page.evaluate('document.activeElement.tagName');

describeConsolePages('flags in the console', (pages) => {
  it('are found by keys, tried out with their reason, and published after a second word', async () => {
    const page = await pages.open('/experiments', { role: 'admin' });
    await page.getByRole('heading', { level: 1, name: 'Experiments' }).waitFor();
    await press(page, 'g', 'f');
    await page.getByRole('row', { name: /new-checkout/ }).waitFor();
    await press(page, 'j', 'Enter');
    await page.getByRole('heading', { level: 1, name: 'new-checkout' }).waitFor();
    await page.getByText('with a share of 10%, by visitor').first().waitFor();
    await page.getByText('Rules 2, coverage: a share of 0').waitFor();
    await page.getByText('The rules look at email, visitor.').waitFor();
    await page.getByRole('button', { name: 'Evaluate' }).press('Enter');
    await page.getByText('the rule staff').waitFor();
    await page.getByLabel('Attributes').fill('{"id": ');
    await page.getByRole('button', { name: 'Evaluate' }).press('Enter');
    await page.getByText('This is no JSON object.').waitFor();
    expect(await page.getByText('the rule staff').count()).toBe(0);
    await page.getByRole('button', { name: 'Publish' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Publish: new-checkout?' });
    await dialog.getByRole('button', { name: 'Publish' }).press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(pages.server.published).toEqual([{ version: 5 }]);
    await page.getByRole('status', { name: 'What was done' }).getByText('Published version 6.').waitFor();
    await page.getByRole('button', { name: 'Publish' }).waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('H1');
    await press(page, 'Escape');
    await page.getByRole('heading', { level: 1, name: 'Flags' }).waitFor();
  });

  it('say that a draft waits, for whom, and offer nothing but the approval', async () => {
    const coauthor = await pages.open('/flags/waiting-banner', { role: 'analyst' });
    await coauthor.getByText('You wrote this draft, or a part of it: somebody else has to approve it').waitFor();
    expect(await coauthor.locator('.actions').getByRole('button').allInnerTexts()).toEqual(['Discard']);

    const page = await pages.open('/flags/waiting-banner', { role: 'admin' });
    await page.getByText('Waits for approval').waitFor();
    await page.getByText('Ana Analyst wrote this draft: somebody else has to approve it').waitFor();
    const buttons = page.locator('.actions').getByRole('button');
    expect(await buttons.allInnerTexts()).toEqual(['Approve']);
    await buttons.press('Enter');
    const approval = page.waitForRequest('**/approve');
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).press('Enter');
    expect((await approval).postDataJSON()).toEqual({ version: 7 });
    await page.getByText('by Ada Admin; it can be published').waitFor();
    expect(await focused(page)).toBe('H1');

    await page.goto(`${pages.server.url}/experiments/creator-videos`);
    await page.getByText('Waits for approval').waitFor();
    expect(await buttons.allInnerTexts()).toEqual(['Approve']);
    const author = await pages.open('/experiments/creator-videos', { role: 'analyst' });
    await author.getByText('You wrote this draft, or a part of it: somebody else has to approve it').waitFor();
    expect(await author.locator('.actions').getByRole('button').count()).toBe(0);
  });

  it.each([390, 1280])('are seen whole in a window of %d px, the way back included', async (width) => {
    const page = await pages.open('/flags/waiting-banner', { role: 'admin', viewport: { width, height: 900 } });
    await page.getByRole('row', { name: /Rollback by Ana Analyst.*No difference/ }).waitFor();
    const box = await page.getByRole('button', { name: 'Back to 1' }).boundingBox();
    const panel = await page.getByRole('region', { name: 'History' }).boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual((panel?.x ?? 0) + (panel?.width ?? 0));
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    expect(
      await page.evaluate('[...document.querySelectorAll(".scroll")].map((one) => one.scrollWidth - one.clientWidth)'),
    ).toEqual([0]);
  });

  it('offer nothing to those who may only read', async () => {
    const page = await pages.open('/flags/new-checkout', { role: 'reviewer' });
    await page.getByText('What is answered by').waitFor();
    expect(await page.getByRole('button', { name: /Publish|Discard|Back to/ }).count()).toBe(0);
  });
});
