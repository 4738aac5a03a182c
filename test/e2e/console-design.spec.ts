import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { press, shown } from '../support/browser.js';
import { describeConsolePages } from '../support/console-pages.js';

describeConsolePages('the design of an experiment in the console', (pages) => {
  let page: Page;

  it('shows with a metric what it was, how many false alarms it raises, and where that comes from', async () => {
    page = await pages.open('/metrics/pledge_conversion', { role: 'analyst' });
    const panel = page.getByRole('region', { name: 'A/A certificate' });
    await panel.getByText('Passed').waitFor();
    await panel.getByText('3.12% on average').waitFor();
    await panel.getByText('52 above zero and 47 below').waitFor();
    await panel.getByText('Where these numbers come from').click();
    expect(await panel.getByRole('link', { name: /^SQL/ }).getAttribute('href')).toBe(`/queries/${'c'.repeat(64)}`);
    await page.goto(new URL('/metrics/support_per_pledge', page.url()).href);
    await panel.getByText('There is none yet.').waitFor();
  });

  it('begins with what the metric was, says what it takes, and makes the draft with that plan', async () => {
    page = await pages.open('/experiments', { role: 'analyst' });
    await page.getByRole('link', { name: 'New experiment' }).click();
    await shown(page, 'New experiment');
    const panel = page.getByRole('region', { name: 'What it takes' });
    await panel.getByText('104,400').waitFor();
    await panel.getByText('43 days of enrolment, 50 until the last window has closed').waitFor();
    await panel.getByRole('row', { name: /28 days 68,600 \+12\.2/ }).waitFor();
    expect(await page.getByRole('spinbutton', { name: 'Baseline' }).inputValue()).toBe('0.0312');
    await page.getByRole('textbox', { name: 'Key' }).fill('shorter-form');
    await page.getByRole('textbox', { name: 'Hypothesis' }).fill('Fewer fields make more visitors pledge.');
    const asked = page.waitForRequest((request) => request.url().includes('/design?'));
    await page.getByRole('spinbutton', { name: 'Smallest effect in %' }).fill('12');
    expect(new URL((await asked).url()).searchParams.get('minimum_effect')).toBe('0.12');
    await panel.getByText('104,400').waitFor();
    const sent = page.waitForRequest((request) => request.method() === 'POST');
    await page.getByRole('button', { name: 'Make the draft' }).click();
    expect((await sent).postDataJSON()).toEqual({
      key: 'shorter-form',
      hypothesis: 'Fewer fields make more visitors pledge.',
      unit: 'visitor',
      variants: [
        { key: 'control', weight: 0.5 },
        { key: 'treatment', weight: 0.5 },
      ],
      baseline: 'control',
      coverage: 1,
      metrics: ['pledge_conversion'],
      plan: {
        metric: 'pledge_conversion',
        baseline: 0.0312,
        minimum_effect: { kind: 'relative', value: 0.12 },
        power: 0.8,
        procedure: 'group_sequential',
        days: 43,
        look_days: 7,
      },
    });
    await shown(page, 'shorter-form');
  });

  it('reads a past that nobody has read, and leads back by a key', async () => {
    page = await pages.open('/experiments/new', { role: 'analyst' });
    await shown(page, 'New experiment');
    await page.getByLabel('Metric').selectOption('Collected per unit');
    const panel = page.getByRole('region', { name: 'What it takes' });
    await panel.getByRole('button', { name: 'Read the metric’s past' }).click();
    await panel.getByText('104,400').waitFor();
    await press(page, 'Escape');
    await shown(page, 'Experiments');
  });
});
