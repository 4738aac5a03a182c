import { describe, expect, it } from '@jest/globals';
import { VerdictError } from '#libs/errors';
import { checkSelect } from '../../libs/warehouse/testing/engines.js';
import { engines } from '../support/engines.js';
import { openedWarehouse } from '../support/opened-warehouse.js';
import { read } from '../support/repository.js';

interface Difference {
  readonly question: string;
  /** By the engine's name: JSON, or `refused`. */
  readonly answers: Readonly<Record<string, string>>;
  readonly forBoth: string | undefined;
}

const code = (cell: string): string => /`([^`]+)`/.exec(cell)?.[1] ?? cell;

/** The rows of the guide's table. */
function differences(): Difference[] {
  const [, table = ''] = /<!-- differences -->(.*)<!-- \/differences -->/s.exec(read('docs/guides/warehouse.md')) ?? [];
  const [, , ...rows] = table.trim().split('\n');
  return rows.map((row) => {
    const [question = '', DuckDB = '', PostgreSQL = '', forBoth = ''] = row
      .split('|')
      .slice(1)
      .map((cell) => cell.trim());
    const answers = { DuckDB: code(DuckDB), PostgreSQL: code(PostgreSQL) };
    return { question: code(question), answers, forBoth: forBoth === '—' ? undefined : code(forBoth) };
  });
}

const listed = differences();
const forBothAnswers = new Map<string, Set<string>>();

for (const { name, make } of engines.filter((engine) => engine.name !== 'Redshift'))
  describe(`what the guide says that differs, in ${name}`, () => {
    const opened = openedWarehouse(make);
    const ask = async (expression: string): Promise<string> => {
      const select = await checkSelect(`SELECT ${expression}`, {
        published: new Set(['published.integers']),
        pointer: '/sql',
      });
      const limits = { rows: 10, milliseconds: 20_000 };
      return opened.warehouse.ask(select, [], limits).then(
        ({ rows }) => JSON.stringify(rows[0]?.[0]),
        (error: unknown) => {
          if (error instanceof VerdictError && error.kind === 'invalid') return 'refused';
          throw error;
        },
      );
    };

    it.each(listed)('$question', async ({ question, answers, forBoth }) => {
      expect(new Set(Object.values(answers)).size).toBe(2);
      expect(await ask(question)).toBe(answers[name]);
      if (forBoth === undefined) return;
      const answered = await ask(forBoth);
      expect(answered).not.toBe('refused');
      const before = forBothAnswers.get(forBoth) ?? new Set();
      forBothAnswers.set(forBoth, before.add(answered));
      expect(forBothAnswers.get(forBoth)?.size).toBe(1);
    });

    it.each([
      ["'abc' ~ 'b'", 'true'],
      ["'abc' ~ '^b'", 'false'],
      ["'abc' !~ 'b'", 'false'],
      ["CASE WHEN NULL ~ 'b' THEN 1 ELSE 2 END", '2'],
      ["DATEDIFF('month', CAST('2025-12-31' AS TIMESTAMP), CAST('2026-02-01' AS TIMESTAMP))", '2'],
      ["DATEDIFF('quarter', CAST('2026-04-01' AS TIMESTAMP), CAST('2025-12-31' AS TIMESTAMP))", '-2'],
      ["DATEDIFF('year', CAST('2025-12-31' AS TIMESTAMP), CAST('2026-01-01' AS TIMESTAMP))", '1'],
      ["DATEADD('week', 1, CAST('2026-01-01' AS TIMESTAMP))", 'refused'],
    ])('%s is the same in all', async (question, answer) => {
      expect(await ask(question)).toBe(answer);
    });
  });
