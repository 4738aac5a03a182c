import { open } from 'node:fs';
import { invalid } from '#libs/errors';
import { serveThread } from '../src/index.js';

type Act = 'refuse' | 'throw' | 'loop' | 'fill' | { readonly open: string };

/** For the suite: counts, and does at some number what it is told. */
serveThread(function* ({ to, at }: { to: number; at?: { number: number; what: Act } }) {
  for (let number = 0; number < to; number++) {
    if (number === at?.number) act(at.what);
    const bytes = new Uint8Array([number]);
    yield { value: bytes, transfer: [bytes.buffer] };
  }
});

function act(what: Act): void {
  if (what === 'refuse') throw invalid('No.', [{ pointer: '/to', rule: 'much', detail: 'too much' }]);
  if (what === 'throw') throw new TypeError('A defect.');
  // Of the file system's threads, one then holds this one's end up, as a disk that is away does.
  if (typeof what === 'object') open(what.open, () => undefined);
  const kept: string[] = [];
  for (let number = 0; ; number++) if (what === 'fill') kept.push(`${number}`.repeat(100));
}
