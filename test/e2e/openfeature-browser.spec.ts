import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { projectRoot } from '#libs/config';
import { describeInBrowser } from '../support/browser.js';
import { FlagService } from '../support/flags.js';
import { snippetsOf } from '../support/guide.js';

/** The packages as they are published, by the name under which they import one another. */
const modules: Readonly<Record<string, string>> = {
  '@openfeature/web-sdk': 'web-sdk/dist/esm/index.js',
  '@openfeature/core': 'core/dist/esm/index.js',
  '@openfeature/ofrep-web-provider': 'ofrep-web-provider/index.esm.js',
  '@openfeature/ofrep-core': 'ofrep-web-provider/node_modules/@openfeature/ofrep-core/index.esm.js',
};

/** The guide's code as it stands, in a page of somebody else. */
const pageOf = (baseUrl: string, key: string, code: string): string => `<!doctype html><title>Page</title>
<p id="layout"></p>
<script type="importmap">${JSON.stringify({
  imports: Object.fromEntries(Object.keys(modules).map((name) => [name, `/modules/${name}`])),
})}</script>
<script>
  const baseUrl = ${JSON.stringify(baseUrl)};
  const KEY = ${JSON.stringify(key)};
  const show = (value) => (document.getElementById('layout').textContent = value);
</script>
<script type="module">${code}</script>`;

describeInBrowser('the web SDK of OpenFeature in a page of another origin', (launch) => {
  let flags: FlagService;
  let browser: Browser;
  let site: Server;
  let page = '';

  beforeAll(async () => {
    flags = await FlagService.start();
    await flags.service.app.listen(0, '127.0.0.1');
    browser = await launch();
    site = createServer(({ url = '' }, response) => {
      const path = modules[url.replace('/modules/', '')];
      response.setHeader('content-type', path === undefined ? 'text/html; charset=utf-8' : 'text/javascript');
      response.end(path === undefined ? page : readFileSync(join(projectRoot(), 'node_modules/@openfeature', path)));
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await browser.close();
    await new Promise((resolve) => site.close(resolve));
    await flags.close();
  });

  it('gets its flags and hears of changes, as the guide has it', async () => {
    await flags.publish('layout', { type: 'string', default_value: 'first' });
    const code = snippetsOf('docs/guides/sdks.md', 'js').find((one) => one.includes('OFREPWebProvider')) ?? '';
    const key = await flags.service.key({ kind: 'client' });
    page = pageOf(await flags.service.app.getUrl(), key, code);
    const opened = await browser.newPage();
    const faults: string[] = [];
    opened.on('pageerror', (error) => faults.push(error.message));
    await opened.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
    const shows = (text: string) => opened.locator('#layout', { hasText: text }).waitFor();
    await shows('first');
    for (const text of ['second', 'third']) {
      await flags.change('layout', { default_value: text });
      await shows(text);
    }
    expect(faults).toEqual([]);
    // What it kept serves the next page at once, and the stream goes on with it.
    await opened.reload();
    await shows('third');
    await flags.change('layout', { default_value: 'fourth' });
    await shows('fourth');
    await opened.close();
  });
});
