import { execFile } from 'node:child_process';
import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { scopes, systemClock, type BacktestView, type RuleView } from '#libs/contracts';
import { BacktestHandler, ConfigurationService, RuleService } from '#libs/trust';
import { snippetsOf } from '../support/guide.js';
import { riskTest } from '../support/risk.js';

it('the guide takes a rule from its first words to live pledges, as it is written', async () => {
  const test = await riskTest();
  const folder = mkdtempSync(join(tmpdir(), 'verdict-guide-'));
  try {
    await test.service.app.listen(0, '127.0.0.1');
    const url = await test.service.app.getUrl();
    const admin = await test.service.key({ name: 'admin', scopes: [...scopes] });
    const blocks = snippetsOf('docs/guides/risk.md', 'sh');
    expect(blocks.length).toBeGreaterThanOrEqual(7);
    const script = blocks.join('\n').replace('http://127.0.0.1:3000', url);
    const env = { PATH: process.env['PATH'], ADMIN: admin };
    const { stdout } = await promisify(execFile)('bash', ['-euc', script], { env, cwd: folder });
    expect(stdout).not.toMatch(/"status":[45]/);
    expect(stdout).toContain('"outcome":"fired"');
    expect(readFileSync(join(folder, 'ruleset.yaml'), 'utf8')).toContain('Large, from abroad');

    const { database } = test.database;
    const [rule] = (await test.service.app.get(RuleService, { strict: false }).list('live')) as [RuleView];
    expect(rule).toMatchObject({ label: 'Large, from abroad', version: 1 });
    await test.service.app.get(ConfigurationService, { strict: false }).refresh();
    const { lists, override } = test.service.app.get(ConfigurationService, { strict: false }).current();
    expect(lists.size).toBe(3);
    expect(override).toBeUndefined();

    const get = async <Body>(path: string): Promise<Body> =>
      (await (await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${admin}` } })).json()) as Body;
    const [asked] = (await get<{ backtests: [BacktestView] }>('/v1/backtests')).backtests;
    const nothing = () => Promise.resolve();
    await new BacktestHandler(database, systemClock, test.service.config).run(
      { backtest_id: asked.id },
      {
        jobId: 'none',
        signal: new AbortController().signal,
        saved: null,
        progress: () => undefined,
        checkpoint: nothing,
        hold: nothing,
        advance: nothing,
      },
    );
    const { result } = await get<BacktestView>(`/v1/backtests/${asked.id}`);
    expect(result?.rules).toMatchObject([{ id: rule.id, hits: { pledges: 0 } }]);
  } finally {
    await test.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
