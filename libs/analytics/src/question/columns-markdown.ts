import { publishedViews } from './published-columns.js';

/** What may always be asked about as Markdown, one table a view. */
export function columnsMarkdown(): string {
  const sections = Object.entries(publishedViews).map(([view, { meaning, columns }]) =>
    [
      `## ${view}`,
      '',
      `${meaning}.`,
      '',
      '| column | meaning |',
      '|---|---|',
      ...Object.entries(columns).map(([name, text]) => `| \`${name}\` | ${text} |`),
    ].join('\n'),
  );
  return `# What may be asked about\n\nTimes are UTC, and test data is in none of these views.\n\n${sections.join('\n\n')}\n`;
}
