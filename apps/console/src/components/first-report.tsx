import type { ReactNode } from 'react';
import { useNow } from '../use-now.js';
import { CodeBlock } from './code-block.js';
import { Empty } from './empty.js';

/** How a first report is asked for: with the last seven days, which the company has. */
export function FirstReport(): ReactNode {
  const now = useNow(null);
  const day = (daysAgo: number): string => new Date(now - daysAgo * 86_400_000).toISOString().slice(0, 10);
  const command = `npx verdict report live-projects --from ${day(7)} --to ${day(1)}`;
  return (
    <Empty title="No report yet">
      <p>
        What is asked most needs no SQL: live projects, pledges by country, paths, funnels, retention, the units of an
        experiment. Each answer stays at its address, with the SQL that gave it.
      </p>
      <CodeBlock text={command} label="A report on the command line" />
    </Empty>
  );
}
