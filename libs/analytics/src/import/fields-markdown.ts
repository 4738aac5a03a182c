import type { ImportKind } from '#libs/contracts';
import { importFields } from './field.js';

/** The fields of a kind of import as a Markdown table: docs/guides/import.md holds these. */
export function importFieldsMarkdown(kind: ImportKind): string {
  const rows = importFields[kind].map(({ name, required, aliases = [], description }) => {
    const columns = aliases.map((alias) => `\`${alias}\``).join(', ');
    return `| \`${name}\`${required === true ? ' (required)' : ''} | ${columns} | ${description} |`;
  });
  return ['| field | also taken from | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}
