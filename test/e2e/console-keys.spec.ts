import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { rows, shown } from '../support/browser.js';
import { describeConsolePages } from '../support/console-pages.js';

describeConsolePages('the keys of the console', (pages) => {
  let page: Page;

  it('can be used with the keyboard alone', async () => {
    page = await pages.open('/', { role: 'reviewer' });
    await shown(page, 'Assessments');
    await rows(page, 7);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');

    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    const second = await page.evaluate<string>('document.activeElement.textContent');
    await page.keyboard.press('Enter');
    await shown(page, `Pledge ${second}`);
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
    await page.keyboard.press('j');
    await page.waitForURL(/pledge-90377/);
    await page.keyboard.press('Escape');
    await shown(page, 'Assessments');
    await page.locator('a:focus', { hasText: 'pledge-90377' }).waitFor();

    await page.keyboard.press('/');
    await page.keyboard.type('80');
    await page.keyboard.press('Enter');
    await page.waitForURL(/min_score=80/);
    await rows(page, 2);

    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await dialog.waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('j');
    expect(await dialog.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('j');
    await shown(page, 'Jobs');
  });

  it('keeps up with keys that come faster than pages are drawn', async () => {
    page = await pages.open('/assessments', { role: 'reviewer' });
    await rows(page, 7);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await shown(page, 'Pledge pledge-90412');
    // In one task of the page, so that it draws nothing in between.
    await page.evaluate(`['j', 'j', 'Escape'].forEach((key) =>
      document.dispatchEvent(new KeyboardEvent('keydown', { key })))`);
    await shown(page, 'Assessments');
    await page.locator('a:focus', { hasText: 'pledge-90377' }).waitFor();
  });

  it('leaves single keys alone when somebody has turned them off', async () => {
    page = await pages.open('/experiments', { role: 'analyst' });
    await shown(page, 'Experiments');
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await page.getByLabel('Single keys are shortcuts on this device').uncheck();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.reload();
    await shown(page, 'Experiments');
    await page.keyboard.press('j');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('BODY');
  });
});
