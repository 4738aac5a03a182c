import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** One file of `sql/`: its text as sent, the names of `$1…$n`, and the SHA-256 of the text, which is its identity. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly parameters: readonly string[];
  readonly hash: string;
}

/** What goes into the slots of a statement: fragments are SQL that has passed a parse, identifiers are quoted here. */
export type SlotValues = Readonly<Record<string, string | number>>;

const slotPattern = /\/\*\{(\w+):(fragment|identifier|integer)\}\*\//g;

/** All statements below a folder, read once at boot; the name is the path without its ending (`experiment/find_experiment`). */
export class SqlCatalogue {
  private constructor(private readonly statements: ReadonlyMap<string, Statement>) {}

  /** @throws Error when a file lacks its header or its header does not match its `$n`. */
  static load(folder: string): SqlCatalogue {
    const statements = new Map<string, Statement>();
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.sql')) continue;
      const path = join(entry.parentPath, entry.name);
      const name = relative(folder, path).split(sep).join('/').slice(0, -'.sql'.length);
      if (!name.startsWith('migrations/')) statements.set(name, parseStatement(name, readFileSync(path, 'utf8')));
    }
    return new SqlCatalogue(statements);
  }

  names(): string[] {
    return [...this.statements.keys()].toSorted();
  }

  /** @throws Error for a name that no file has: a defect, found by the first test that runs the line. */
  statement(name: string): Statement {
    const statement = this.statements.get(name);
    if (statement === undefined) throw new Error(`No statement ${name} in the SQL catalogue.`);
    return statement;
  }

  /** The statement with its slots filled; its hash is that of the rendered text. */
  render(name: string, slots: SlotValues): Statement {
    const template = this.statement(name);
    const text = template.text.replace(slotPattern, (_, slot: string, type: string) => {
      const value = slots[slot];
      if (value === undefined) throw new Error(`${name}: the slot ${slot} has no value.`);
      return renderSlot(name, slot, type, value);
    });
    return { ...template, text, hash: sha256(text) };
  }
}

/** A statement as part of another one: without the comments that head it. */
export const withoutHeader = ({ text }: Statement): string => text.replace(/^(?:--.*\n)+/, '').trim();

/** Parameters in the order of `$1…$n`. @throws Error when a name is missing or unknown. */
export function positions(statement: Statement, values: Readonly<Record<string, unknown>>): unknown[] {
  const unknown = Object.keys(values).filter((name) => !statement.parameters.includes(name));
  if (unknown.length > 0) throw new Error(`${statement.name} has no parameter ${unknown.join(', ')}.`);
  return statement.parameters.map((name) => {
    if (!(name in values)) throw new Error(`${statement.name} needs the parameter ${name}.`);
    return values[name];
  });
}

function parseStatement(name: string, text: string): Statement {
  const header = text
    .split('\n')
    .filter((line, index, lines) => lines.slice(0, index + 1).every((one) => one.startsWith('--')));
  const declared = header.map((line) => /^-- params:(.*)$/.exec(line)?.[1]).find((found) => found !== undefined);
  if (header.length < 2 || declared === undefined)
    throw new Error(
      `${name}.sql needs a header: the question that it answers, then "-- params: …" (or "-- params: none").`,
    );
  const parameters = declared.trim() === 'none' ? [] : declared.split(',').map((one) => one.trim());
  const used = new Set([...text.matchAll(/\$(\d+)/g)].map((match) => Number(match[1])));
  const expected = parameters.map((_, index) => index + 1);
  if (used.size !== expected.length || expected.some((position) => !used.has(position)))
    throw new Error(`${name}.sql declares ${parameters.length} parameters and uses $${[...used].join(', $')}.`);
  return { name, text, parameters, hash: sha256(text) };
}

function renderSlot(name: string, slot: string, type: string, value: string | number): string {
  if (type === 'identifier') return `"${String(value).replaceAll('"', '""')}"`;
  if (type === 'integer' && !Number.isSafeInteger(value))
    throw new Error(`${name}: the slot ${slot} takes a whole number.`);
  return String(value);
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
