import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { faultsOf } from '../../apps/verdict/src/certificate/risk/bad-answers.js';
import { BadInput } from '../../apps/verdict/src/certificate/risk/bad-input.js';
import { pledgeBody, riskTest, type RiskTest } from '../support/risk.js';

describe('whatever is sent as a pledge', () => {
  let test: RiskTest;
  let input: BadInput;
  beforeAll(async () => {
    test = await riskTest();
    input = await BadInput.on(test.service.app);
  });
  afterAll(() => test.close());

  it('is refused by name, or scored with a warning of all that was not understood', async () => {
    const { faults, examples, scored, refused, warnings } = await input.run(800, 7, () => undefined);
    expect(examples).toEqual([]);
    expect(faults).toBe(0);
    expect(scored).toBeGreaterThan(500);
    expect(refused).toBeGreaterThan(100);
    expect(warnings).toBeGreaterThan(scored);
  }, 120_000);

  it('is the same to the letter for the same seed, so that figures are the same', async () => {
    const sent = jest.spyOn(globalThis, 'fetch');
    const bodies = async (seed: number): Promise<unknown[]> => {
      sent.mockClear();
      await input.run(41, seed, () => undefined);
      return sent.mock.calls.map(([, request]) => request?.body);
    };
    const first = await bodies(8);
    expect(first).toHaveLength(41);
    expect(await bodies(8)).toEqual(first);
    expect(await bodies(9)).not.toEqual(first);
    sent.mockRestore();
  });

  it('is judged: a fault is seen where there is one', async () => {
    const asked = { body: pledgeBody(), refused: [], warned: ['/device/id'], unwarned: ['/pledge/time'] };
    const sound = {
      risk_score: 50,
      log_odds: 0,
      features: { one: 1 },
      subscores: {},
      warnings: [],
      risk_score_reasons: [{ contribution: 0 }],
    };
    const faults = (changes: object, status = 200): string[] =>
      faultsOf(asked, { status, text: JSON.stringify({ ...sound, ...changes }) });
    const warned = { code: 'A', warning: 'a', input_pointer: '/device/id' };
    expect(faults({ warnings: [warned] })).toEqual([]);
    expect(faults({})).toEqual(['no warning of /device/id']);
    expect(faults({ warnings: [warned, { ...warned, input_pointer: '/pledge/time' }] })).toEqual([
      'a warning of /pledge/time',
    ]);
    expect(faults({ warnings: [warned], features: { one: NaN } })).toEqual(['one is no number']);
    expect(faults({ warnings: [warned], risk_score: Infinity })).toHaveLength(2);
    expect(faults({ warnings: [warned], risk_score_reasons: [{ contribution: 1e-6 }] })).toHaveLength(1);
    expect(faults({}, 500)).toEqual(['status 500']);
    expect(faults({ title: 'Bad', status: 400, problems: [] }, 400)).toEqual(['refused for []']);
    const unscorable = { ...asked, refused: ['/pledge/id'] };
    const refusal = { status: 400, title: 'Bad', problems: [{ pointer: '/pledge/amount' }] };
    expect(faultsOf(unscorable, { status: 400, text: JSON.stringify(refusal) })).toHaveLength(1);
    expect(faultsOf(unscorable, { status: 200, text: JSON.stringify(sound) })).toEqual(['was scored']);
  });
});
