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
});
