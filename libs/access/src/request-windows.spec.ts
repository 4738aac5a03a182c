import { describe, expect, it } from '@jest/globals';
import { RequestWindows } from './request-windows.js';

describe('RequestWindows', () => {
  it('refuses what is over the limit of a key until its minute ends, and no other key', () => {
    let now = 1_000;
    const windows = new RequestWindows(2, { now: () => now });
    windows.take('a');
    windows.take('a');
    expect(() => windows.take('a')).toThrow('Too many requests');
    expect(() => windows.take('b')).not.toThrow();
    now += 60_000;
    expect(() => windows.take('a')).not.toThrow();
  });

  it('begins anew when the clock is set back, and is as strict by that time as by any other', () => {
    let now = 10_000_000;
    const windows = new RequestWindows(2, { now: () => now });
    const ask = (): void => windows.take('a');
    ask();
    ask();
    now -= 3_600_000;
    ask();
    ask();
    expect(ask).toThrow(expect.objectContaining({ retryAfterSeconds: 60 }));
    now += 60_000;
    expect(ask).not.toThrow();
  });

  it('counts as many keys as it is told to, forgets those that asked little, and goes on refusing who asked too much', () => {
    const windows = new RequestWindows(2, { now: () => 1_000 }, 3);
    const heavy = (): void => windows.take('heavy');
    heavy();
    windows.take('early');
    heavy();
    expect(heavy).toThrow('Too many requests');
    for (let name = 0; name < 10; name++) windows.take(`other ${name}`);
    expect(heavy).toThrow('Too many requests');
    windows.take('early');
    windows.take('early');
    expect(() => windows.take('early')).toThrow('Too many requests');
  });
});
