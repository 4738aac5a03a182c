import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '#libs/config';
import sqlParser from 'node-sql-parser';
import {
  aggregateLines,
  aggregateStatements,
  levelStatements,
  linesOf,
  type AggregateAsked,
} from '#libs/experimentation';
import type { Statement } from '#libs/postgres';
import { dayMs, sceneExclusions, sceneLines, sceneOf, start } from '../support/aggregate-scene.js';
import { nothingElse, readyPinned } from '../support/pinned.js';
import { read } from '../support/repository.js';
import { warehouseCatalogue } from '../support/warehouse.js';

/**
 * What the aggregate of an experiment with a ratio, a share, one without fraud and one of two kinds of ids is compiled to, and
 * what reads the facts of ready-made metrics, word for word: so that a change of it is seen, and sqlfluff can parse the whole (.ci/run).
 * `UPDATE_GOLDEN=1 npm test -- golden` writes it anew.
 */
const made = (await sceneLines()).filter(({ metric }) =>
  /^(seconds_(per|of_most)|came_back|paid$|either)/.test(metric),
);
const pinned = [
  ...readyPinned(['pledge_conversion', 'collected_per_visitor'], ['all']),
  ...readyPinned(['pledged_per_visitor', 'repeat_pledging', 'charge_back_rate', 'fraud_loss_per_thousand']),
];
const readyMade = await aggregateLines(warehouseCatalogue, pinned.flatMap(linesOf), await nothingElse());

const filesOf = (prefix: string, statements: readonly Statement[]) =>
  statements.map(({ name, text }, index) => ({
    path: `test/golden/sql/${prefix}_${index + 1}_${name.split('/').pop()}.sql`,
    text,
  }));
const textsOf = (prefix: string, asked: AggregateAsked) =>
  filesOf(prefix, aggregateStatements(warehouseCatalogue, asked));
const either = made.find(({ metric }) => metric === 'either')!.numerator.fact;
const scene = sceneOf(made, 'America/New_York', start + 8 * dayMs, await sceneExclusions());
const byLevel = levelStatements(warehouseCatalogue, scene, { fact: either, column: 'kind', type: 'boolean' });
const texts = [
  ...textsOf('aggregate', scene),
  ...filesOf('aggregate_by_level', byLevel),
  ...textsOf('aggregate_seen', { ...scene, population: 'seen' }).slice(0, 1),
  ...textsOf('aggregate_ready', sceneOf(readyMade, 'UTC', start + dayMs)).filter(({ path }) =>
    path.endsWith('_read_fact.sql'),
  ),
];

describe('the compiled aggregate', () => {
  it.each(texts)('$path is as it was', ({ path, text }) => {
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(join(projectRoot(), path), text);
    expect(existsSync(join(projectRoot(), path)) ? read(path) : '').toBe(text);
    expect(text).not.toContain('/*{');
  });

  it.each(texts)('$path selects what parses as Redshift', ({ text }) => {
    const select = text
      .replaceAll(/--.*$/gm, '')
      .replaceAll(/\$\d+/g, '1')
      .replace(/^[\s\S]*?(?=^(?:WITH|SELECT)\b)/m, '');
    expect(() => new sqlParser.Parser().astify(select, { database: 'Redshift' })).not.toThrow();
  });
});
