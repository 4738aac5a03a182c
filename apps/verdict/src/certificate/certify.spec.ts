import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '#libs/config';
import type { Certificate, CertificatePart, CertificateRow } from '#libs/contracts';
import { certificateMarkdown } from './certificate-markdown.js';
import { withSummary } from './certificate-summary.js';
import { certify, withParts } from './certify.js';
import { certificateParts } from './parts.js';

const row = (given: Partial<CertificateRow>): CertificateRow => ({
  what: 'false positives',
  n: 20_000,
  unit: 'share',
  figure: 0.0497,
  error: 0.0046,
  bound: { least: null, most: 0.05 },
  ok: true,
  ...given,
});

const part = (name: string, rows: readonly CertificateRow[]): CertificatePart => ({
  name,
  question: 'Is it?',
  run: ({ progress }) => {
    progress(1, 1);
    return Promise.resolve(rows);
  },
});

const asked = { seed: 7, budget: 1, threads: 2, folder: '', handbook: null };

const certificateOf = (...parts: readonly CertificatePart[]) => certify({ ...asked, parts, progress: () => undefined });

describe('certify', () => {
  it('is good only when every bound holds', async () => {
    const compared = row({ bound: null, ok: null, figure: 0.3 });
    expect(await certificateOf(part('one', [row({}), compared]))).toMatchObject({ ok: true, seed: 7 });
    const broken = await certificateOf(part('one', [row({})]), part('two', [row({ figure: 0.07, ok: false })]));
    expect(broken.ok).toBe(false);
    expect(certificateMarkdown(broken)).toContain('| false positives | 20,000 | **7.00 ± 0.46 ✗** | ≤ 5 |');
    expect(certificateMarkdown(broken)).toContain('**1 of 2 bounds is broken.**');
  });

  it('says with each figure its error and its bound', async () => {
    const text = certificateMarkdown(
      await certificateOf(
        part('figures', [
          row({ what: 'coverage', figure: 0.951, error: 0.0015, bound: { least: 0.945, most: 0.955 } }),
          row({ what: 'contradictions', unit: 'count', figure: 0, error: 0, bound: { least: null, most: 0 } }),
          row({ what: 'days', unit: 'days', figure: 5.58, error: 0.2, bound: { least: null, most: 6 } }),
          row({ what: 'naive', figure: 0.25, bound: null, ok: null }),
        ]),
        part('looks', [row({ column: '14 looks', figure: 0.0491 }), row({ column: '28 looks' })]),
      ),
    );
    for (const line of [
      '| coverage | 20,000 | 95.10 ± 0.15 | 95 ± 0.5 |',
      '| contradictions | 20,000 | 0 | ≤ 0 |',
      '| days | 20,000 | 5.6 ± 0.2 | ≤ 6 |',
      '| naive | 20,000 | 25.00 ± 0.46 |  |',
      '| what | of | 14 looks | 28 looks | bound |',
      '| false positives | 20,000 | 4.91 ± 0.46 | 4.97 ± 0.46 | ≤ 5 |',
      '**All 5 bounds hold.**',
    ])
      expect(text).toContain(line);
  });

  it('takes a part that was run again in the place of what it said before, and says when', async () => {
    const before = await certificateOf(part('one', [row({})]), part('two', [row({ figure: 0.07, ok: false })]));
    const earlier = {
      ...before,
      parts: before.parts.map((one) => ({ ...one, at: '2020-02-02T00:00:00Z', seconds: 90 })),
    };
    const again = await certificateOf(part('two', [row({})]), part('three', [row({})]));
    const whole = withParts(earlier, again, ['three', 'two', 'one']);
    expect(whole.parts.map(({ name }) => name)).toEqual(['three', 'two', 'one']);
    expect(whole.ok).toBe(true);
    expect(withParts(earlier, await certificateOf(part('three', [row({})])), ['one']).ok).toBe(false);
    expect(certificateMarkdown(whole).match(/\(.*\)$/gm)).toEqual([
      '(0 seconds)',
      '(0 seconds)',
      '(1.5 minutes on 2020-02-02)',
    ]);
  });

  it('shows in short what is nearest to failing', async () => {
    const near = row({ what: 'near', column: '28 looks', figure: 0.0533 });
    const certificate = await certificateOf(part('looks', [row({}), near, row({ bound: null, ok: null, figure: 1 })]));
    const page = withSummary('# A\n\n<!-- certificate -->\nyesterday\n<!-- /certificate -->\n\nB\n', certificate);
    expect(page).not.toContain('yesterday');
    expect(page).toContain('| looks | 2      | 5.33 ± 0.46        | ≤ 5   | near, 28 looks; of 20,000 |');
    expect(withSummary(page, certificate)).toBe(page);
    expect(() => withSummary('# A', certificate)).toThrow('no <!-- certificate -->');
  });
});

describe('the committed certificate', () => {
  const read = (path: string): string => readFileSync(join(projectRoot(), path), 'utf8');
  const committed = JSON.parse(read('docs/certificate.json')) as Certificate;

  it('is whole and good, and its pages are of it', () => {
    expect(committed).toMatchObject({ ok: true, budget: 1 });
    const [written, all] = [committed.parts, certificateParts].map((parts) => parts.map(({ name }) => name));
    // Those that have been run whole, in the order of the report.
    expect(written).toEqual(all?.filter((name) => written?.includes(name)));
    expect(read('docs/certificate.md')).toBe(certificateMarkdown(committed));
    expect(withSummary(read('README.md'), committed)).toBe(read('README.md'));
  });
});
