import { describe, expect, it } from '@jest/globals';
import { patiently } from './patiently.js';

describe('asking with patience', () => {
  it('gives the answer that comes in time, and asks anew each time', async () => {
    let asked = 0;
    const look = patiently(() => Promise.resolve(`${++asked}`), 60_000, 'silent');
    expect([await look(), await look()]).toEqual(['1', '2']);
  });

  it('gives up one that does not come, asks no second time meanwhile, and goes on once it has come', async () => {
    const answers: ((text: string) => void)[] = [];
    const look = patiently(() => new Promise<string>((resolve) => answers.push(resolve)), 1, 'silent');
    expect([await look(), await look()]).toEqual(['silent', 'silent']);
    expect(answers).toHaveLength(1);
    answers[0]?.('late');
    await new Promise((resolve) => setImmediate(resolve));
    expect(await look()).toBe('silent');
    expect(answers).toHaveLength(2);
  });
});
