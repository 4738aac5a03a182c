import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { projectRoot } from '#libs/config';
import { describeInBrowser, press } from './browser.js';
import type { Product } from './product.js';

const seconds = 1_000;
const checks = ['lowContrast', 'falseBlue', 'unnamed', 'structure', 'overflow', 'scrolling'] as const;

const request = [
  ['Title', 'Pledges by state'],
  ['What is your question?', 'How many pledges are in which state?'],
  ['Why does it matter?', 'It says how much is left to collect.'],
  ['When is it needed?', '2099-12-01'],
  ['The least', 'How many are collected.'],
  ['A good answer', 'How many are in each state.'],
  ['The most', 'The same for each day.'],
  ['SQL', 'SELECT state, COUNT(*) AS pledges FROM pledge GROUP BY state ORDER BY state'],
] as const;

/** The console of a started product that holds the simulated company, as a person at a keyboard meets it. */
export function describeConsole(product: () => Product): void {
  describeInBrowser('its console', (launch) => {
    let browser: Browser;
    let page: Page;
    const complaints: string[] = [];

    beforeAll(async () => {
      browser = await launch();
      const context = await browser.newContext({
        reducedMotion: 'reduce',
        locale: 'en-GB',
        timezoneId: 'Europe/Berlin',
      });
      await context.addInitScript(readFileSync(join(projectRoot(), 'apps/console/fixtures/page-audit.js'), 'utf8'));
      page = await context.newPage();
      page.setDefaultTimeout(20 * seconds);
      listen(page, product().url, complaints);
    }, 60 * seconds);
    afterAll(() => browser.close());

    const shown = (name: string | RegExp) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
    const row = (name: RegExp) => page.getByRole('row', { name });
    const audit = (question: string) => page.evaluate<string[]>(`pageAudit.${question}()`);

    /** Both themes, a wide window and a narrow one; what the page would tell a careful reader is wrong with it. */
    const inspect = async (): Promise<void> => {
      await page.locator('[aria-busy]').first().waitFor({ state: 'detached' });
      const found: string[] = [];
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        for (const width of [390, 1280]) {
          await page.setViewportSize({ width, height: 800 });
          for (const check of checks)
            found.push(...(await audit(check)).map((text) => `${page.url()}, ${colorScheme}, ${width} px: ${text}`));
        }
      }
      expect(found).toEqual([]);
    };

    /** Through everything that can be pressed, by Tab alone: nothing is left out, and each shows that it has the focus. */
    const walk = async (): Promise<void> => {
      await page.evaluate('pageAudit.startWalk()');
      let state: string;
      do {
        await page.keyboard.press('Tab');
        state = await page.evaluate<string>('pageAudit.step()');
      } while (state === 'on');
      expect([page.url(), state, await audit('missed')]).toEqual([page.url(), 'over', []]);
    };

    /** Presses a key until what is called so has the focus. */
    const keyTo = async (key: string, name: string): Promise<void> => {
      for (let times = 0; times < 100; times++) {
        await page.keyboard.press(key);
        if ((await page.evaluate<string>('pageAudit.focusedName()')) === name) return;
      }
      throw new Error(`${key} does not lead to “${name}”.`);
    };

    it(
      'signs in, and shows each experiment with its verdict or why there is none',
      async () => {
        const { email, password } = product().admin;
        await page.goto(product().url);
        await shown('Sign in');
        await inspect();
        await keyTo('Tab', 'E-mail');
        await page.keyboard.type(email);
        await press(page, 'Tab');
        await page.keyboard.type(password);
        await press(page, 'Enter');
        await shown('Experiments');
        await row(/project_page_summary/)
          .getByText('Better', { exact: true })
          .waitFor();
        await row(/discover_button_colour/)
          .getByText('No difference found')
          .waitFor();
        await row(/pledge_now_card_later/)
          .getByText('Worse', { exact: true })
          .waitFor();
        await row(/recommended_projects/)
          .getByText('Broken', { exact: true })
          .waitFor();
        await inspect();
        await walk();
        expect(complaints).toEqual([]);
      },
      60 * seconds,
    );

    it(
      'leads by keys from the list to a readout, to its SQL and back',
      async () => {
        await press(page, 'g', 'e');
        await row(/recommended_projects/).waitFor();
        await keyTo('j', 'project_page_summary');
        await press(page, 'Enter');
        await shown('project_page_summary');
        await page.getByText('Final reading').first().waitFor();
        await page.getByText('events until').waitFor();
        expect(await page.getByRole('main').innerText()).not.toMatch(/\d{4}-\d{2}-\d{2}T/);
        await inspect();
        await walk();
        await page.getByText('Where these numbers come from').first().press('Enter');
        await page.getByRole('link', { name: /^SQL/ }).first().press('Enter');
        await shown('Query');
        await page.getByText('aggregate', { exact: true }).waitFor();
        await inspect();
        await press(page, 'Escape');
        await shown('project_page_summary');
        await press(page, 'Escape');
        await shown('Experiments');
        expect(complaints).toEqual([]);
      },
      60 * seconds,
    );

    it(
      'explains the riskiest pledge by reasons that add up, beside what became of it',
      async () => {
        await press(page, 'g', 'a');
        await shown('Assessments');
        await page.locator('[data-row]').first().waitFor();
        await inspect();
        await press(page, 'j', 'Enter');
        await shown(/^Pledge pl_/);
        const reasons = page.getByRole('region', { name: 'Why this score' }).getByRole('listitem');
        await reasons.first().waitFor();
        const terms = await reasons.allInnerTexts();
        const logOdds = terms.map((text) => Number(/[+−]\d+\.\d\d/.exec(text)?.[0].replace('−', '-')));
        const total = logOdds.pop() ?? Number.NaN;
        // Each is rounded to two digits.
        expect(Math.abs(logOdds.reduce((sum, one) => sum + one, 0) - total)).toBeLessThan(0.005 * terms.length);
        await page.getByRole('region', { name: 'What became of it' }).getByRole('listitem').first().waitFor();
        await inspect();
        await page.getByRole('link', { name: 'History of this backer' }).press('Enter');
        await shown(/^Backer b_/);
        await page.locator('summary', { hasText: 'Pledge Assessed' }).first().waitFor();
        await inspect();
        await press(page, 'Escape');
        await shown(/^Pledge pl_/);
        await press(page, 'Escape');
        await shown('Assessments');
        expect(complaints).toEqual([]);
      },
      60 * seconds,
    );

    it(
      'keeps a question, asks it, and answers with rows and their SQL',
      async () => {
        await press(page, 'g', 'q');
        await shown('Questions');
        await inspect();
        await keyTo('Tab', 'New question');
        await press(page, 'Enter');
        await shown('New question');
        for (const [label, text] of request) await page.getByLabel(label).fill(text);
        await inspect();
        await walk();
        await keyTo('Tab', 'Keep the question');
        await press(page, 'Enter');
        await shown('Pledges by state');
        await keyTo('Tab', 'Ask');
        await press(page, 'Enter');
        await shown('Answer');
        await row(/^collected \d+/).waitFor();
        await inspect();
        await page.getByRole('link', { name: /^SQL/ }).press('Enter');
        await shown('Query');
        await press(page, 'Escape');
        await shown('Answer');
        // Only the answer knows of which question it is.
        await row(/^collected \d+/).waitFor();
        await press(page, 'Escape');
        await shown('Pledges by state');
        await inspect();
        await press(page, 'Escape');
        await shown('Questions');
        await inspect();
        expect(complaints).toEqual([]);
      },
      60 * seconds,
    );

    it(
      'shows how new the warehouse is, loads it, and shows where tables come from and what happened',
      async () => {
        await press(page, 'g', 'w');
        await shown('Warehouse');
        await row(/^event Fresh/).waitFor();
        await row(/snapshot\.company_pledges Fresh/).waitFor();
        const published = page.getByRole('table', { name: 'What is published' });
        await published.getByText('pledge', { exact: true }).first().waitFor();
        await inspect();
        await walk();
        await press(page, 'r');
        await page
          .getByRole('region', { name: 'Loads that somebody asked for' })
          .getByText('Done', { exact: true })
          .first()
          .waitFor();
        await inspect();
        await press(page, 'g', 's');
        await shown('Sources');
        await row(/^pledges our pledge/)
          .getByText('Done')
          .waitFor();
        await inspect();
        await walk();
        await press(page, 'g', 'h');
        await shown('History');
        await page.getByRole('navigation', { name: 'Kind' }).getByRole('link', { name: 'Assessment' }).press('Enter');
        await page.locator('summary', { hasText: 'Pledge Assessed' }).first().waitFor();
        await inspect();
        expect(complaints).toEqual([]);
      },
      60 * seconds,
    );

    it(
      'shows rules, jobs and the audit, and signs out',
      async () => {
        await press(page, 'g', 'r');
        await shown('Rules');
        await page.getByText('Many cards on one device').waitFor();
        await inspect();
        await press(page, 'g', 'j');
        await shown('Jobs');
        await row(/Experiment refresh/)
          .first()
          .getByText('Done')
          .waitFor();
        await inspect();
        await keyTo('j', 'Experiment refresh');
        await press(page, 'Enter');
        await shown('Experiment refresh');
        await page.getByRole('heading', { name: 'What came out' }).waitFor();
        await inspect();
        await press(page, 'g', 'u');
        await shown('Audit');
        await row(/Sign in/)
          .first()
          .waitFor();
        expect(await page.getByText('gone').count()).toBe(0);
        await inspect();
        await keyTo('Tab', 'Sign out');
        await press(page, 'Enter');
        await shown('Sign in');
        expect(complaints).toEqual([]);
      },
      60 * seconds,
    );
  });
}

/** Errors of scripts and of the page's policy, requests that failed, were refused or left this origin. */
function listen(page: Page, url: string, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(`${page.url()} threw ${error.message}`));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${page.url()} said ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) complaints.push(`${page.url()} asked ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} of ${response.url()}`);
  });
  page.on('requestfailed', (request) => {
    // Whoever leaves a page asks no more.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') complaints.push(`${request.url()} failed`);
  });
}
