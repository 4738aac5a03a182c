import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '#libs/config';
import { importKinds } from '#libs/contracts';
import { importFieldsMarkdown } from './fields-markdown.js';

/** A table's cells, however they are aligned. */
const plain = (text: string): string => text.replaceAll(/-{3,}/g, '---').replaceAll(/ +/g, ' ');

describe('docs/guides/import.md', () => {
  it.each(importKinds)('names the fields of %s as the reader knows them', (kind) => {
    const guide = readFileSync(join(projectRoot(), 'docs/guides/import.md'), 'utf8');
    expect(plain(guide)).toContain(plain(importFieldsMarkdown(kind)));
  });
});
