import { expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { questionIds, runIds } from '../../apps/console/fixtures/questions.js';
import { describeConsolePages } from '../support/console-pages.js';

interface Problem {
  readonly pointer: string;
  readonly rule: string;
  readonly detail: string;
}

interface Refused {
  readonly form: string;
  readonly path: string;
  /** What is done before the button is pressed. */
  readonly before?: (page: Page) => Promise<unknown>;
  readonly button: string;
  readonly sentTo: string;
  readonly pointer: string;
  readonly field: string;
  /** What the field is called in a sentence. */
  readonly name: string;
  /** What stands at the field before the detail. */
  readonly within?: string;
}

const detail = 'at most 7 of them';

const forms: readonly Refused[] = [
  {
    form: 'a question that is kept',
    path: `/questions/${questionIds[1]}/change`,
    button: 'Keep the change',
    sentTo: '**/v1/questions/*',
    pointer: '/sql',
    field: 'SQL',
    name: 'the SQL',
  },
  {
    form: 'a parameter of it',
    path: `/questions/${questionIds[1]}/change`,
    button: 'Try the SQL',
    sentTo: '**/v1/queries',
    pointer: '/parameters/0/name',
    field: 'Name',
    name: '$1',
  },
  {
    form: 'a question that is asked',
    path: `/questions/${questionIds[0]}`,
    button: 'Ask',
    sentTo: '**/v1/questions/*/runs',
    pointer: '/values/since',
    field: 'since',
    name: 'since',
  },
  {
    form: 'an opinion',
    path: `/runs/${runIds.answered}`,
    button: 'It looks right',
    sentTo: '**/v1/runs/*/notes',
    pointer: '/text',
    field: 'Why',
    name: 'why',
  },
  {
    form: 'a flag that is tried out',
    path: '/flags/new-checkout',
    button: 'Evaluate',
    sentTo: '**/v1/flags/evaluate',
    pointer: '/attributes/visitor/0',
    field: 'Attributes',
    name: 'the attributes',
    within: 'visitor 1: ',
  },
  {
    form: 'a confirmation',
    path: '/experiments/search-ranking',
    before: (page) => page.getByRole('button', { name: 'Pause' }).press('Enter'),
    button: 'Pause',
    sentTo: '**/v1/experiments/*/pause',
    pointer: '/note',
    field: 'Note',
    name: 'the note',
  },
];

const isFocused = (button: Locator): Promise<boolean> =>
  button.evaluate((one) => one === one.ownerDocument.activeElement);

/** The next request to a place is refused, once `answer` is called. */
async function refusing(page: Page, place: string, status: number, problems: readonly Problem[]) {
  let answer: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (answer = resolve));
  const json = {
    title: 'Bad Request',
    status,
    detail: `The request breaks a rule. ${problems[0]?.pointer}.`,
    problems,
  };
  await page.route(place, async (route) => {
    if (route.request().method() === 'GET') return route.fallback();
    await asked;
    return route.fulfill({ status, json });
  });
  return answer;
}

describeConsolePages('forms of the console that are refused', (pages) => {
  it.each(forms)('say of $form what is wrong at its field, in words, and keep the focus', async (refused) => {
    const { path, before, button, sentTo, pointer, field, name, within = '' } = refused;
    const page = await pages.open(path, { role: 'analyst' });
    await before?.(page);
    const scope = before === undefined ? page.locator('main') : page.getByRole('dialog');
    const pressed = scope.getByRole('button', { name: button });
    const answer = await refusing(page, sentTo, 400, [
      { pointer, rule: 'few', detail },
      { pointer: '/elsewhere/1', rule: 'known', detail: 'no such place' },
    ]);
    const sent = page.waitForRequest(sentTo);
    await pressed.press('Enter');
    await sent;
    // Pressed once more it sends nothing, and it has not lost the focus meanwhile.
    await page.keyboard.press('Enter');
    expect(await isFocused(pressed)).toBe(true);
    expect(await pressed.getAttribute('aria-disabled')).toBe('true');
    answer();
    const alert = scope.getByRole('alert');
    await alert.getByText(`Mend ${name} and try again.`).waitFor();
    await alert.getByText('Elsewhere 2: No such place.').waitFor();
    const wrong = scope.locator('[aria-invalid=true]');
    expect(await wrong.count()).toBe(1);
    const label = scope.locator(`label[for="${await wrong.getAttribute('id')}"]`);
    expect(await label.textContent()).toBe(field);
    const sentence = `${within}At most 7 of them.`;
    expect(await wrong.evaluate((one) => one.parentElement?.querySelector('.field-error')?.textContent)).toBe(sentence);
    expect(await scope.getByText(/\/(elsewhere|sql|parameters|values|text|attributes|note)\b/).count()).toBe(0);
    expect(await isFocused(pressed)).toBe(true);
    pages.forgive('400 (Bad Request)');
  });

  it('approve nothing unseen: who was too slow is shown what there is now', async () => {
    const page = await pages.open('/flags/waiting-banner', { role: 'admin' });
    await page.getByRole('button', { name: 'Approve' }).press('Enter');
    const rules = [{ id: 'all', kind: 'force', value: 'an edit that came meanwhile' }];
    await page.request.patch(`${pages.server.url}/v1/flags/waiting-banner`, { data: { rules } });
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Approve' }).press('Enter');
    await dialog.getByText('Somebody was quicker', { exact: true }).waitFor();
    expect(await page.getByText('an edit that came meanwhile').count()).toBe(0);
    await dialog.getByRole('button', { name: 'Show the latest version' }).press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('an edit that came meanwhile').waitFor();
    await page.getByRole('button', { name: 'Approve' }).press('Enter');
    const approval = page.waitForRequest('**/approve');
    await dialog.getByRole('button', { name: 'Approve' }).press('Enter');
    expect((await approval).postDataJSON()).toEqual({ version: 8 });
    await page.getByText('by Ada Admin; it can be published').waitFor();
    pages.forgive('409 (Conflict)');
  });

  it('leave the focus at what comes next where their button goes', async () => {
    const page = await pages.open('/questions/new', { role: 'analyst' });
    await page.getByRole('button', { name: 'Add a parameter' }).press('Enter');
    await page.getByRole('button', { name: 'Remove the parameter $1' }).press('Enter');
    expect(await isFocused(page.getByRole('button', { name: 'Add a parameter' }))).toBe(true);
    await page.goto(`${pages.server.url}/questions/${questionIds[1]}`);
    await page.getByRole('button', { name: 'Archive' }).press('Enter');
    await page.getByRole('button', { name: 'Archive the question' }).press('Enter');
    await page.getByText('nobody can ask it.').waitFor();
    expect(await isFocused(page.locator('h1'))).toBe(true);
  });
});
