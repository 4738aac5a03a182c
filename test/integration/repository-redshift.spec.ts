import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '#libs/config';
import { copyText, logTables, StatementBook, type CopyTarget } from '#libs/warehouse';
import { ownFiles, read } from '../support/repository.js';
import { warehouseCatalogue } from '../support/warehouse.js';

/**
 * No Redshift can run here. What we send to one is kept as files, so that a change is seen and a parser of its dialect
 * reads the whole (.ci/run). `UPDATE_GOLDEN=1 npm test -- redshift` writes them anew.
 */
const book = new StatementBook(warehouseCatalogue, 'redshift', undefined);
const from = { manifest: 's3://buckets/verdict/loading/copy-1.json', role: 'arn:aws:iam::123456789012:role/verdict' };

const snapshot: CopyTarget = {
  table: 'staged_snapshot',
  columns: [
    { name: 'id', type: 'integer', required: true },
    { name: 'goal', type: 'decimal(12,2)', required: false },
    { name: 'launched_at', type: 'timestamp', required: false },
  ],
};

const events = { table: 'staged_event', columns: logTables.event };
const widening = { table: '"snapshot"."shop_projects"', column: 'goal', wider: 'goal__wider', type: 'DECIMAL(21, 2)' };

const texts = [
  { file: 'redshift_copy_events', text: copyText(book, events, { ...from, compressed: true }) },
  { file: 'redshift_copy_snapshot', text: copyText(book, snapshot, { ...from, compressed: true }) },
  { file: 'redshift_copy_repaired', text: copyText(book, events, { ...from, compressed: false }) },
  ...book.below('snapshot/widen/').map((name) => ({
    file: `redshift_widen_${name.split('/').pop()}`,
    text: book.statement(name, widening).text,
  })),
  ...['event_geo', 'pledge_geo'].map((view) => ({
    file: `redshift_view_${view}`,
    text: book.statement(`view/create_${view}`).text,
  })),
].map(({ file, text }) => ({ path: `test/golden/sql/${file}.sql`, text }));

/** The columns of a CREATE TABLE, without comments and what follows the list. */
const columns = (path: string): string[] =>
  (/\(\n([\s\S]*?)\n\)/.exec(read(path))?.[1] ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => !line.startsWith('--'));

describe('what Redshift is sent', () => {
  it.each(texts)('$path is as it was', ({ path, text }) => {
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(join(projectRoot(), path), text);
    expect(existsSync(join(projectRoot(), path)) ? read(path) : '').toBe(text);
  });

  it('makes tables with the columns that every other engine has', () => {
    const own = ownFiles('sql/warehouse/engines/redshift/schema', /\.sql$/);
    expect(own.length).toBeGreaterThan(0);
    for (const path of own) expect(columns(path)).toEqual(columns(path.replace('engines/redshift/', '')));
  });

  it('has a text of its own for everything that another engine has one for', () => {
    const own = (engine: string): string[] =>
      ownFiles(`sql/warehouse/engines/${engine}`, /\.sql$/)
        .map((path) => path.replace(`sql/warehouse/engines/${engine}/`, ''))
        .filter((path) => !/^(function|index|session)\//.test(path));
    // Its reading user is made by an administrator and owns nothing; it widens columns in steps of its own; its transactions
    // are isolated anyway; its queues say how much disk a question gets.
    const needless = new Set([
      'ask/begin/3_read_only.sql',
      'ask/limit_disk.sql',
      'ask/free_disk.sql',
      'reader/1_create_role.sql',
      'snapshot/widen/1_alter.sql',
      'aggregate/begin/1_isolate.sql',
    ]);
    const missing = own('postgres').filter((path) => !own('redshift').includes(path) && !needless.has(path));
    expect(missing).toEqual([]);
  });
});
