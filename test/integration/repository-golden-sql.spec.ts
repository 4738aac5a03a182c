import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import sqlParser from 'node-sql-parser';
import { compileFunnel, compilePaths, funnelStatement, pathStatement } from '#libs/analytics';
import { projectRoot } from '#libs/config';
import { SqlCatalogue } from '#libs/postgres';
import { velocityCatalogue } from '#libs/scoring';
import { compileVelocityQueries, velocityStatement } from '#libs/trust';
import { read } from '../support/repository.js';

/**
 * What the analytic templates are compiled to, word for word, in test/golden/sql: so that a change of it is seen, and
 * sqlfluff can parse the whole (.ci/run). `UPDATE_GOLDEN=1 npm test -- golden` writes them anew.
 */
const catalogue = SqlCatalogue.load(join(projectRoot(), 'sql/warehouse'));

const velocities = compileVelocityQueries(catalogue, velocityCatalogue).map(({ entity, slots }) => ({
  file: `summarise_${entity.join('_')}`,
  text: catalogue.render(velocityStatement, slots).text,
}));

const paths = [1, 3].map((steps) => ({
  file: `summarise_paths_${steps}`,
  text: catalogue.render(pathStatement, compilePaths(catalogue, steps)).text,
}));

const funnel = {
  file: 'summarise_steps_3',
  text: catalogue.render(funnelStatement, compileFunnel(catalogue, 3)).text,
};

const compiled = [...velocities, ...paths, funnel].map(({ file, text }) => ({
  path: `test/golden/sql/${file}.sql`,
  text,
}));

describe('the compiled SQL', () => {
  it.each(compiled)('$path is as it was', ({ path, text }) => {
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(join(projectRoot(), path), text);
    expect(existsSync(join(projectRoot(), path)) ? read(path) : '').toBe(text);
  });

  it.each(compiled)('$path parses as Redshift', ({ text }) => {
    // The parser takes a bare number as a limit.
    const plain = text
      .replaceAll(/--.*$/gm, '')
      .replaceAll(/\$\d+/g, '1')
      .replaceAll(/LIMIT CAST\(1 AS \w+\)/g, 'LIMIT 1');
    expect(() => new sqlParser.Parser().astify(plain, { database: 'Redshift' })).not.toThrow();
  });

  it.each(compiled)('$path has no slot left', ({ text }) => {
    expect(text).not.toContain('/*{');
  });
});
