import { describe, expect, it } from '@jest/globals';
import { Progress } from './progress.js';

/** What a person sees who looks at it through a terminal, or reads what was written to a file. */
function shown(isTTY: boolean, look: (progress: Progress) => void): string {
  let text = '';
  const stream = {
    isTTY,
    columns: 80,
    write: (chunk: string | Uint8Array): boolean => {
      text += String(chunk);
      return true;
    },
  };
  const progress = new Progress(stream);
  look(progress);
  progress.end();
  return text;
}

const aLoad = (progress: Progress): void => {
  progress.step('Loading');
  progress.update('Loading', 1, 4);
  progress.update('Loading', 4, 4);
  progress.update('Counting', 1_200, null);
};

describe('progress', () => {
  it('is a line a step where nobody looks at a terminal', () => {
    expect(shown(false, aLoad)).toBe('Loading …\nCounting …\n');
  });

  it('is a bar on a terminal, and a count of what has no known end', () => {
    const text = shown(true, aLoad);
    expect(text).toMatch(/^Loading …\n/);
    expect(text).toMatch(/Loading \[=+-+\] 1\/4/);
    expect(text).toMatch(/Loading \[=+\] 4\/4/);
    expect(text).toContain('Counting 1200');
    expect(text).not.toMatch(/Counting.*\[[=-]/);
  });

  it('shows a text as it is', () => {
    const text = shown(true, (progress) => progress.update('Importing {total}.csv', 1, 2));
    expect(text).toContain('Importing {total}.csv [');
  });
});
