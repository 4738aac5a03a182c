import { expect, it } from '@jest/globals';
import { press } from '../support/browser.js';
import { describeConsolePages } from '../support/console-pages.js';

const kept = 'Kept the schedule.';

describeConsolePages('schedules in the console', (pages) => {
  it('say when a draft starts, closes and stops, by the viewer’s clock and by keys alone', async () => {
    const page = await pages.open('/experiments/creator-videos', { role: 'analyst' });
    const panel = page.getByRole('region', { name: 'Schedule' });
    await panel.getByText('Nothing happens by the clock').waitFor();
    await panel.getByLabel('Start').fill('2026-12-01T09:30');
    await panel.getByLabel('Close enrolment').fill('2026-12-14T00:00');
    await panel.getByLabel('Stop').fill('2026-12-10T00:00');
    await panel.getByRole('button').press('Enter');
    await panel.getByText('stop must come after close').waitFor();
    pages.forgive('400 (Bad Request)');
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
  });

  it('offer what a running experiment can still do, and take away what is emptied', async () => {
    const page = await pages.open('/experiments/shorter-checkout', { role: 'analyst' });
    const panel = page.getByRole('region', { name: 'Schedule' });
    await panel.getByText('Stop 24 Dec 2026, 13:00').waitFor();
    expect(await panel.getByLabel('Start').count()).toBe(0);
    await panel.getByLabel('Stop').fill('');
    await panel.getByRole('button', { name: 'Keep the schedule' }).press('Enter');
    await panel.getByText('Nothing happens by the clock').waitFor();
    expect(pages.server.scheduled.splice(0)).toEqual([{ close_at: null, stop_at: null }]);
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
    await panel.getByRole('button', { name: 'Keep the ramp' }).press('Enter');
    await panel.getByText('Step 2 has a time and no share.').waitFor();
    await step(2).getByLabel('Share in percent').fill('70');
    await step(3).getByLabel('From').fill('2026-12-15T10:00');
    await step(3).getByLabel('Share in percent').fill('100');
    await panel.getByRole('button', { name: 'Keep the ramp' }).press('Enter');
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
  });
});
