import { expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { press } from '../support/browser.js';
import { describeConsolePages } from '../support/console-pages.js';

const kept = 'Kept the schedule.';

/** What the focus is on: the text of a button, the label of a field. */
const focused = (page: Page): Promise<string> =>
  page.evaluate('document.activeElement.labels?.[0]?.innerText ?? document.activeElement.innerText');

/** What a field says of itself once it is wrong. */
async function complaintOf(field: Locator): Promise<string> {
  await field.and(field.page().locator('[aria-invalid=true]')).waitFor();
  return field.evaluate(
    (one) => one.ownerDocument.getElementById(one.getAttribute('aria-describedby') ?? '')?.innerText ?? '',
  );
}

describeConsolePages('schedules in the console', (pages) => {
  it('say when a draft starts, closes and stops, by the viewer’s clock and by keys alone', async () => {
    const page = await pages.open('/experiments/creator-videos', { role: 'analyst' });
    const panel = page.getByRole('region', { name: 'Schedule' });
    await panel.getByText('Nothing happens by the clock').waitFor();
    await panel.getByLabel('Start').fill('2026-12-01T09:30');
    await panel.getByLabel('Close enrolment').fill('2026-12-14T00:00');
    await panel.getByLabel('Stop').fill('2026-12-10T00:00');
    await panel.getByRole('button').press('Enter');
    const alert = panel.getByRole('alert');
    await alert.getByText('The schedule was not kept').waitFor();
    expect(await complaintOf(panel.getByLabel('Stop'))).toBe('Stop must come after close.');
    expect(await panel.getByText(/must come after/).count()).toBe(1);
    expect(await panel.getByLabel('Start').getAttribute('aria-invalid')).toBe('false');
    expect(await focused(page)).toBe('Keep the schedule');
    await panel.getByLabel('Start').fill('2026-11-20T09:30');
    await press(page, 'Enter');
    await alert.getByText('Mend Start and try again.').waitFor();
    const late = '20 Nov 2026, 09:30 is past: it is 24 Nov 2026, 10:30.';
    expect(await complaintOf(panel.getByLabel('Start'))).toBe(late);
    expect(await panel.getByText('/start_at').count()).toBe(0);
    expect(await focused(page)).toBe('Start');
    pages.forgive('400 (Bad Request)');
    await panel.getByLabel('Start').fill('2026-12-01T09:30');
    await panel.getByLabel('Stop').fill('2026-12-20T00:00');
    await panel.getByLabel('Note').fill('Before the holidays');
    await press(page, 'Enter');
    await panel.getByText('Start 1 Dec 2026, 09:30').waitFor();
    await page.getByRole('status', { name: 'What was done' }).getByText(kept).waitFor();
    expect(pages.server.scheduled.splice(0).at(-1)).toEqual({
      start_at: '2026-12-01T08:30:00.000Z',
      close_at: '2026-12-13T23:00:00.000Z',
      stop_at: '2026-12-19T23:00:00.000Z',
      note: 'Before the holidays',
    });
    expect(await panel.getByLabel('Stop').inputValue()).toBe('2026-12-20T00:00');
    expect(await panel.getByLabel('Note').inputValue()).toBe('');
    expect(await focused(page)).toBe('Note');
  });

  it('offer what a running experiment can still do, and take away what is emptied', async () => {
    const page = await pages.open('/experiments/shorter-checkout', { role: 'analyst' });
    const panel = page.getByRole('region', { name: 'Schedule' });
    await panel.getByText('Stop 24 Dec 2026, 13:00').waitFor();
    expect(await panel.getByLabel('Start').count()).toBe(0);
    await panel.getByLabel('Stop').fill('');
    await panel.getByRole('button', { name: 'Keep the schedule' }).press('Enter');
    await panel.getByText('Nothing happens by the clock').waitFor();
    expect(await focused(page)).toBe('Keep the schedule');
    expect(pages.server.scheduled.splice(0)).toEqual([{ close_at: null, stop_at: null }]);
  });

  it('have what became of earlier steps below the form, folded where there are many', async () => {
    const page = await pages.open('/experiments/search-ranking', { role: 'analyst' });
    const panel = page.getByRole('region', { name: 'Schedule' });
    const before = panel.getByText('What became of 4 steps');
    await before.waitFor();
    const form = await panel.getByRole('form').boundingBox();
    const coming = await panel.getByText('Stop 24 Dec 2026, 13:00').boundingBox();
    const below = (form?.y ?? 0) + (form?.height ?? 0);
    expect(coming?.y).toBeGreaterThanOrEqual(below);
    expect((await before.boundingBox())?.y).toBeGreaterThan(coming?.y ?? below);
    const failed = panel.getByText('close is not possible').first();
    expect(await failed.isVisible()).toBe(false);
    await before.press('Enter');
    await failed.waitFor();
  });

  it('publish the draft of a flag, and offer nothing to those who may only read', async () => {
    const page = await pages.open('/flags/new-checkout', { role: 'analyst' });
    const panel = page.getByRole('region', { name: 'Schedule' });
    await panel.getByLabel('Publish the draft').fill('2026-12-01T09:30');
    await press(page, 'Enter');
    await panel.getByText('Publish 1 Dec 2026, 09:30').waitFor();
    expect(await page.getByRole('form').count()).toBe(2);
    expect(pages.server.scheduled.splice(0)).toEqual([{ publish_at: '2026-12-01T08:30:00.000Z' }]);
    const reader = await pages.open('/flags/new-checkout', { role: 'reviewer' });
    await reader.getByText('Publish 1 Dec 2026, 09:30').waitFor();
    expect(await reader.getByRole('form').count()).toBe(0);
  });

  it('ramp a rollout: into the draft, with as many steps as somebody adds', async () => {
    const page = await pages.open('/flags/new-checkout', { role: 'analyst' });
    const panel = page.getByRole('region', { name: 'Ramp' });
    const step = (index: number) => panel.getByRole('group', { name: `Step ${index}` });
    expect(await step(1).getByLabel('Share in percent').inputValue()).toBe('50');
    await panel.getByRole('button', { name: 'Add a step' }).press('Enter');
    await step(2).getByLabel('From').fill('2026-12-08T10:00');
    const keep = panel.getByRole('button', { name: 'Keep the ramp' });
    await keep.press('Enter');
    await panel.getByRole('alert').getByText('The ramp was not kept').waitFor();
    await panel.getByText('Mend step 2 and try again.').waitFor();
    expect(await complaintOf(step(2).getByLabel('Share in percent'))).toBe('There is a time and no share.');
    await step(2).getByLabel('Share in percent').fill('70');
    await step(3).getByLabel('From').fill('2026-12-15T10:00');
    await step(3).getByLabel('Share in percent').fill('100');
    // The empty second step is no step of what is sent: the third is still the one to be mended.
    await step(2).getByLabel('From').fill('');
    await step(3).getByLabel('From').fill('2026-11-15T10:00');
    await keep.press('Enter');
    await panel.getByText('Mend step 3 and try again.').waitFor();
    pages.forgive('400 (Bad Request)');
    expect(await complaintOf(step(3).getByLabel('From'))).toBe('15 Nov 2026, 10:00 is past.');
    expect(await focused(page)).toBe('Keep the ramp');
    await step(2).getByLabel('From').fill('2026-12-08T10:00');
    expect(await complaintOf(step(3).getByLabel('From'))).toBe('15 Nov 2026, 10:00 is past.');
    await step(3).getByLabel('From').fill('2026-12-15T10:00');
    await step(3).getByLabel('Share in percent').press('Enter');
    await page.getByRole('region', { name: 'The draft' }).getByText('from 15 Dec 2026, 10:00').waitFor();
    expect(pages.server.scheduled.splice(0)).toMatchObject([
      {
        version: 5,
        rules: [
          { id: 'staff' },
          {
            id: 'slowly',
            coverage: 0.1,
            ramp: [
              { at: '2026-12-01T09:00:00Z', coverage: 0.5 },
              { at: '2026-12-08T09:00:00.000Z', coverage: 0.7 },
              { at: '2026-12-15T09:00:00.000Z', coverage: 1 },
            ],
          },
        ],
      },
    ]);
    await step(4).waitFor();
    expect(await focused(page)).toBe('Share in percent');
    await keep.press('Enter');
    await panel.getByText('nothing has changed').waitFor();
    expect(await focused(page)).toBe('Keep the ramp');
    expect(pages.server.scheduled.splice(0)).toEqual([]);
  });

  it('tell the share of a ramp as it is now, and what comes next', async () => {
    const page = await pages.open('/flags/waiting-banner', { role: 'reviewer' });
    const panel = page.getByRole('region', { name: 'What is answered by' });
    await panel.getByText('with a share of 10%, by visitor').waitFor();
    await panel.getByText('Next: 50% from 1 Dec 2026, 10:00 on.').waitFor();
    await page.clock.setFixedTime('2026-12-02T09:30:00Z');
    await page.reload();
    await panel.getByText('with a share of 50%, by visitor').waitFor();
    await panel.getByText('Its ramp has ended.').waitFor();
    expect(await panel.getByText('Next:').count()).toBe(0);
    await page.getByText('[{"at":"2026-12-01T09:00:07Z","coverage":0.5}]').waitFor();
  });
});
