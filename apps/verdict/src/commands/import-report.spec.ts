import { describe, expect, it } from '@jest/globals';
import { noCounts, type ImportReport, type ImportView } from '#libs/contracts';
import { describeImport, failuresOf } from './import-report.js';

const report: ImportReport = { truncated: false, notes: [], auc: null, average_precision: null, frauds: 0 };

const view = (changes: Partial<ImportView>): ImportView => ({
  id: 'i',
  kind: 'events',
  name: '/data/events.ndjson.gz',
  checksum: '0',
  bytes: 1,
  mapping: {},
  job_id: null,
  state: 'done',
  error: null,
  counts: { ...noCounts, lines: 1_201, events: 1_200, quarantined: 1 },
  report,
  created_by: 'test',
  created_at: new Date(0),
  finished_at: new Date(0),
  ...changes,
});

describe('the report of an import', () => {
  it('says what came in, what is wrong with the first bad lines, and where the rest is', () => {
    const bad = (line: number, field: string | null, rule: string) => ({ line, field, rule, detail: 'not read' });
    const lines = [
      bad(2, 'time', 'time'),
      bad(3, null, 'json'),
      bad(1_007, 'time', 'time'),
      bad(1_009, 'name', 'name'),
    ];
    const some = view({ counts: { ...noCounts, lines: 1_204, events: 1_200, quarantined: 4 } });
    expect(
      describeImport('events.ndjson.gz', some, true, { lines, place: { url: 'http://here/i', first: undefined } }),
    ).toBe(
      'events.ndjson.gz: was imported before; 1,204 lines, 1,200 events, 4 quarantined.\n' +
        '  left aside: 2 time, 1 json, 1 name\n' +
        '    line 2: time, time: not read\n' +
        '    line 3: json: not read\n' +
        '    line 1,007: time, time: not read\n' +
        '  all of them: curl -H "authorization: Bearer $ADMIN" http://here/i\n',
    );
    const more = view({ counts: { ...noCounts, lines: 2_000, quarantined: 2_000 } });
    expect(
      describeImport('e.csv', more, false, { lines, place: { url: 'http://here/i', first: undefined } }),
    ).toContain('left aside, of the first 4: ');
    expect(describeImport('e.csv', view({ counts: { ...noCounts, lines: 1 } }), false, undefined)).toBe(
      'e.csv: 1 line, nothing new.\n',
    );
    expect(failuresOf(view({}))).toEqual([]);
  });

  it('says how well the scores rank where there are frauds enough', () => {
    const ranked = (frauds: number) =>
      describeImport(
        'p.csv',
        view({
          counts: { ...noCounts, lines: 1, labels: 1 },
          report: { ...report, auc: 1, average_precision: 0.5, frauds },
        }),
        false,
        undefined,
      );
    expect(ranked(1)).toBe(
      'p.csv: 1 line, 1 label.\n  1 fraud: too few to say how well the scores rank (10 at least)\n',
    );
    expect(ranked(10)).toContain('  AUC 1.0000, average precision 0.5000, 10 frauds\n');
  });

  it('counts a file that ends in the middle, and an import that failed, as failures', () => {
    const notes = ['After line 1200: the gzip file ends in the middle.'];
    expect(failuresOf(view({ report: { ...report, truncated: true, notes } }))).toEqual([
      '/data/events.ndjson.gz is incomplete. After line 1200: the gzip file ends in the middle. What comes before is in.',
    ]);
    expect(failuresOf(view({ state: 'failed', error: 'No such column.', report: null }))).toEqual([
      '/data/events.ndjson.gz: failed. No such column.',
    ]);
  });
});
