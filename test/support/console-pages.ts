import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { projectRoot } from '#libs/config';
import { openConsole, type Console } from '../../apps/console/fixtures/console.js';
import { describeInBrowser } from './browser.js';
import { Product } from './product.js';

export interface ConsolePages extends Omit<Console, 'close'> {
  /** Chromium writes each refusal to its console by itself: of these alone it may have complained so far. */
  forgive(message: string): void;
}

/** A suite about the console with canned answers. After each test its pages are closed, and none may have complained. */
export function describeConsolePages(name: string, suite: (pages: ConsolePages) => void): void {
  describeInBrowser(name, (launch) => {
    let browser: Browser;
    let opened: Console;

    beforeAll(async () => {
      Product.build();
      browser = await launch();
      opened = await openConsole(projectRoot(), browser);
    });
    afterEach(async () => {
      opened.server.busy = false;
      opened.server.empty = false;
      await Promise.all(browser.contexts().map((context) => context.close()));
      expect(opened.complaints()).toEqual([]);
    });
    afterAll(async () => {
      await opened.close();
      await browser.close();
    });

    suite({
      get server() {
        return opened.server;
      },
      open: (path, options) => opened.open(path, options),
      complaints: () => opened.complaints(),
      forgive: (message) => expect(opened.complaints().filter((line) => !line.includes(message))).toEqual([]),
    });
  });
}
