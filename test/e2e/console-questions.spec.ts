import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { questionIds, runIds } from '../../apps/console/fixtures/questions.js';
import { press, rows, shown } from '../support/browser.js';
import { describeConsolePages } from '../support/console-pages.js';

describeConsolePages('the questions of the console', (pages) => {
  let page: Page;

  it('are listed with the day by which they are needed, and lead to their answers and back by keys', async () => {
    page = await pages.open('/experiments', { role: 'analyst' });
    await shown(page, 'Experiments');
    await press(page, 'g', 'q');
    await shown(page, 'Questions');
    await rows(page, 3);
    const overdue = page.getByRole('row', { name: /Which projects were asked/ });
    await overdue.getByText('20 Nov 2026').waitFor();
    await overdue.getByText('Overdue').waitFor();
    expect(await page.getByText('Overdue').count()).toBe(1);

    await press(page, 'j', 'Enter');
    await shown(page, 'Large pledges');
    await page.locator('[data-row]').first().waitFor();
    await press(page, 'j', 'j', 'Enter');
    await page.waitForURL(`**/runs/${runIds.wide}`);
    await shown(page, 'Answer');
    await press(page, 'Escape');
    await shown(page, 'Large pledges');
    await page.locator(`a:focus[data-row="${runIds.wide}"]`).waitFor();
    await press(page, 'Escape');
    await shown(page, 'Questions');
    await page.locator(`a:focus[data-row="${questionIds[0]}"]`).waitFor();
    await page.getByRole('link', { name: 'Archived' }).click();
    await rows(page, 1);
  });

  it('are kept with all prompts of a good request, a deadline among them', async () => {
    page = await pages.open('/questions', { role: 'analyst' });
    await page.getByRole('link', { name: 'New question' }).click();
    await shown(page, 'New question');
    const keep = page.getByRole('button', { name: 'Keep the question' });
    await page.getByLabel('Title').fill('Late pledges');
    await page.getByLabel('What is your question?').fill('Who pledged on the last day?');
    await page.getByLabel('Why does it matter?').fill('Reminders are planned by it.');
    await page.getByLabel('The least').fill('A share.');
    await page.getByLabel('A good answer').fill('A share by category.');
    await page.getByLabel('The most').fill('The same each week.');
    await page.getByLabel('SQL').fill('DELETE FROM pledge WHERE amount > $1');
    await keep.click();
    const missing = page.locator(':is(input, textarea):invalid');
    expect(await missing.evaluateAll((all) => all.map((one) => one.getAttribute('name')))).toEqual(['needed_by']);
    await page.getByLabel('When is it needed?').fill('2026-12-24');

    await page.getByRole('button', { name: 'Add a parameter' }).click();
    await page.getByRole('button', { name: 'Add a parameter' }).click();
    const [first, second] = [page.getByRole('group', { name: '$1' }), page.getByRole('group', { name: '$2' })];
    await first.getByLabel('Name').fill('gone');
    await second.getByLabel('Name').fill('least');
    await second.getByLabel('Type').selectOption('integer');
    await second.getByLabel('Unless said').fill('100');
    await page.getByRole('button', { name: 'Remove the parameter $1' }).click();
    await keep.click();
    await page.getByText('Only a SELECT may be asked.').waitFor();
    expect(pages.complaints().filter((line) => !line.includes('a status of 400'))).toEqual([]);
    pages.forgive('a status of 400');
    await page.getByLabel('SQL').fill('SELECT COUNT(*) FROM pledge WHERE amount > $1');
    const sent = page.waitForRequest((request) => request.method() === 'POST');
    await keep.click();
    expect((await sent).postDataJSON()).toMatchObject({
      needed_by: '2026-12-24',
      moderate: 'A share by category.',
      parameters: [{ name: 'least', type: 'integer', description: '', default: 100 }],
    });
    await shown(page, 'Late pledges');
    await page.getByRole('region', { name: 'The request' }).getByText('24 Dec 2026').waitFor();
  });

  it('are asked with values, wait with their progress, and answer with rows, their SQL and a CSV', async () => {
    page = await pages.open(`/questions/${questionIds[0]}`, { role: 'analyst' });
    pages.server.busy = true;
    await page.getByLabel('since').fill('2026-03-09');
    const sent = page.waitForRequest((request) => request.method() === 'POST');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    expect((await sent).postDataJSON()).toEqual({ values: { since: '2026-03-09' }, rows: 1_000 });
    await shown(page, 'Answer');
    await page.getByRole('progressbar', { name: 'Progress of the question' }).waitFor();
    pages.server.busy = false;
    await page.getByRole('row', { name: /backer-0412 1250000/ }).waitFor();
    await page.getByText('Read the SQL before you rely on these rows.').waitFor();

    const saved = page.waitForEvent('download');
    await page.getByRole('link', { name: 'CSV' }).click();
    expect(await readFile(await (await saved).path(), 'utf8')).toContain('backer-0412,1250000');
    await page.getByRole('link', { name: /^SQL/ }).click();
    await shown(page, 'Query');
  });

  it('can be cancelled while they wait, after a second question', async () => {
    page = await pages.open(`/questions/${questionIds[2]}`, { role: 'admin' });
    pages.server.busy = true;
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByRole('button', { name: 'Cancel Question run' }).click();
    await page.getByRole('button', { name: 'Cancel the job' }).click();
    await page.getByText('It was cancelled').waitFor();
    expect(await page.getByRole('progressbar').count()).toBe(0);
  });

  it('say when rows were cut off, and when there is no answer', async () => {
    page = await pages.open(`/runs/${runIds.wide}`, { role: 'analyst' });
    await page.getByText('They were cut off at 250.').waitFor();
    await page.getByText('it has changed since').waitFor();
    await page.getByRole('rowheader', { name: '2026-11-01', exact: true }).first().waitFor();
    await rows(page, 100);
    await page.getByRole('button', { name: 'Show more' }).click();
    await rows(page, 200);
    expect(await page.getByRole('columnheader').allInnerTexts()).toContain('project (3)');
    await page.goto(`${pages.server.url}/runs/${runIds.failed}`);
    await page.getByText('There is no column “contry”').waitFor();
  });

  it('can be tried before they are kept, and what was written stays', async () => {
    page = await pages.open('/questions/new', { role: 'analyst' });
    await page.getByText('What may be asked about').click();
    await page.locator('summary', { hasText: 'pledge' }).click();
    await page.getByText('the latest that was scored').filter({ visible: true }).waitFor();
    await page.getByLabel('SQL').fill('SELECT 1 AS one');
    await page.getByRole('button', { name: 'Try the SQL' }).click();
    await page.getByRole('row', { name: /backer-0412/ }).waitFor();
    expect(await page.getByLabel('SQL').inputValue()).toBe('SELECT 1 AS one');
  });

  it('are judged by people who know the data, and read by those who may not ask', async () => {
    page = await pages.open(`/runs/${runIds.answered}`, { role: 'analyst' });
    const region = () => page.getByRole('region', { name: 'Does this look right to you?' });
    const opinions = region();
    await opinions.getByLabel('Why').fill('The sums are those of the books.');
    await opinions.getByRole('button', { name: 'It looks right' }).click();
    await opinions.getByText('The sums are those of the books.').waitFor();
    expect(await opinions.getByText('Looks right', { exact: true }).count()).toBe(2);
    expect(await opinions.getByLabel('Why').inputValue()).toBe('');
    await page.context().close();

    page = await pages.open(`/runs/${runIds.answered}`, { role: 'reviewer' });
    await region().getByText('Looks wrong').waitFor();
    expect(await region().getByRole('button').count()).toBe(0);
    await page.goto(`${pages.server.url}/questions/${questionIds[0]}`);
    await page.getByText('They are thanked by hand').waitFor();
    expect(await page.getByRole('button', { name: /^(Ask|Archive)$/ }).count()).toBe(0);
  });

  it('are changed, and archived after a second question', async () => {
    page = await pages.open(`/questions/${questionIds[1]}`, { role: 'analyst' });
    await page.getByRole('link', { name: 'Change' }).click();
    await shown(page, 'Change the question');
    await page.getByLabel('Title').fill('Papers of projects');
    await page.getByRole('button', { name: 'Keep the change' }).click();
    await shown(page, 'Papers of projects');
    await page.getByText('version 2').waitFor();
    await page.getByRole('button', { name: 'Archive' }).click();
    await page.getByRole('button', { name: 'Archive the question' }).click();
    await page.getByText('nobody can ask it.').waitFor();
    expect(await page.getByRole('button', { name: 'Ask', exact: true }).count()).toBe(0);
  });

  it('teach where there is none yet', async () => {
    pages.server.empty = true;
    page = await pages.open('/questions', { role: 'analyst' });
    await page.getByText('npx verdict warehouse query').waitFor();
    await page.getByRole('link', { name: 'Keep the first one' }).waitFor();
    await page.goto(`${pages.server.url}/questions?archived=true`);
    await page.getByText('Nothing is archived').waitFor();
    pages.server.empty = false;
  });
});
