import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { projectRoot } from '#libs/config';
import { describeInBrowser } from '../support/browser.js';
import { PlantedFlags } from '../support/planted-flags.js';

const bundle = join(projectRoot(), 'node_modules/@growthbook/growthbook/dist/bundles/index.js');

/** A page of somebody else: it asks, shows what it gets, and reports whom it showed it to. */
const pageOf = (
  api: string,
  options: object,
): string => `<!doctype html><title>Page</title><p id="form"></p><p id="plain"></p>
<script src="/sdk.js"></script>
<script>
  const options = ${JSON.stringify(options)};
  const one = new growthbook.GrowthBook({
    apiHost: ${JSON.stringify(api)},
    ...options,
    trackingCallback: (experiment, result) =>
      fetch(${JSON.stringify(api)} + '/v1/exposures', {
        method: 'POST',
        headers: { authorization: 'Bearer ' + options.clientKey, 'content-type': 'application/json' },
        body: JSON.stringify({
          exposures: [
            { experiment: experiment.key, variant: result.key, unit: { type: result.hashAttribute, id: result.hashValue } },
          ],
        }),
      }).then(async (answer) => (document.title = 'Accepted ' + (await answer.json()).accepted)),
  });
  const show = () => {
    for (const flag of ['form', 'plain']) document.getElementById(flag).textContent = one.getFeatureValue(flag, 'nothing');
  };
  one.setRenderer(show);
  one.init({ streaming: true }).then(show);
</script>`;

describeInBrowser('the SDK of GrowthBook in a page of another origin', (launch) => {
  let planted: PlantedFlags;
  let browser: Browser;
  let site: Server;
  let page = '';

  beforeAll(async () => {
    planted = await PlantedFlags.start();
    browser = await launch();
    site = createServer((request, response) => {
      const isScript = request.url === '/sdk.js';
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
      response.end(isScript ? readFileSync(bundle) : page);
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await browser.close();
    await new Promise((resolve) => site.close(resolve));
    await planted.close();
  });

  const open = async (options: object): Promise<Page> => {
    page = pageOf(planted.url, options);
    const opened = await browser.newPage();
    await opened.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
    return opened;
  };
  const shows = (opened: Page, id: string, text: RegExp) => opened.locator(`#${id}`, { hasText: text }).waitFor();

  it.each(['local', 'remote'] as const)('asks, reports, and hears of changes with a %s key', async (kind) => {
    const clientKey = await planted.clientKey(kind);
    const attributes = { visitor: `page-${kind}` };
    const opened = await open({ clientKey, attributes, remoteEval: kind === 'remote' });
    await shows(opened, 'form', /^(long|short)$/);
    await opened.waitForFunction("document.title === 'Accepted 1'");
    const variant = (await opened.locator('#form').innerText()) === 'short' ? 'short' : 'control';
    expect(await planted.exposures()).toContainEqual(['form', variant, `page-${kind}`]);
    await planted.publish('plain', { default_value: `told ${kind}` });
    await shows(opened, 'plain', new RegExp(`^told ${kind}$`));
    await opened.close();
  });
});
