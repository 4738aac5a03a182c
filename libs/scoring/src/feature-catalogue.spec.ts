import { describe, expect, it } from '@jest/globals';
import { featuresMarkdown } from './catalogue-markdown.js';
import { deriveFeatures } from './derive-features.js';
import { families } from './feature.js';
import { featureCatalogue } from './feature-catalogue.js';
import { entityNames } from './velocity.js';
import { velocityCatalogue } from './velocity-catalogue.js';

describe('the feature catalogue', () => {
  it('names each feature once, in small letters, and says what it is', () => {
    const names = featureCatalogue.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const feature of featureCatalogue) {
      expect(feature.name).toMatch(/^[a-z][a-z0-9_]+$/);
      expect(families).toContain(feature.family);
      expect(feature.description.length).toBeGreaterThan(10);
    }
  });

  it('holds exactly what deriveFeatures makes, and the velocities', () => {
    const made = deriveFeatures({ pledgedAt: 0, email: 'a@b.example', name: 'A B' }, {});
    const listed = featureCatalogue.filter(({ origin }) => origin !== 'velocity').map(({ name }) => name);
    expect(Object.keys(made).sort()).toEqual(listed.sort());
  });

  it('defines velocities that make sense', () => {
    for (const velocity of velocityCatalogue) {
      expect(velocity.of !== undefined).toBe(velocity.aggregate === 'distinct');
      expect(Number.isInteger(velocity.windowSeconds) && velocity.windowSeconds > 0).toBe(true);
      for (const entity of velocity.entity) expect(entityNames).toContain(entity);
      // A window in the name is the window.
      const [, count, unit] = /_(\d+)([hd])$/.exec(velocity.name) ?? [];
      if (count !== undefined) expect(velocity.windowSeconds).toBe(Number(count) * (unit === 'h' ? 3600 : 86_400));
    }
  });

  it('is written down with every feature in its family', () => {
    const markdown = featuresMarkdown();
    for (const { name, type, description } of featureCatalogue)
      expect(markdown).toContain(`| \`${name}\` | ${type} | ${description} |`);
    expect(markdown).toContain('distinct card of pledge by ip, 24 h');
    expect(markdown).toContain('count of label fraud by project, 30 days');
    expect(markdown.match(/^## /gm)).toHaveLength(families.length);
  });
});
