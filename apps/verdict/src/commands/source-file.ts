import { readFileSync } from 'node:fs';
import { parse, YAMLParseError } from 'yaml';
import type { z } from 'zod';
import { checkTable } from '#libs/analytics';
import {
  plainWords,
  sourceKeySchema,
  sourceSchema,
  sourceTableNameSchema,
  sourceTableSchema,
  type SourceBody,
  type SourceTableBody,
} from '#libs/contracts';
import { escapePart, VerdictError } from '#libs/errors';
import { PlainError } from '../plain-error.js';

/** A source of the file, with the tables that the file names. */
export interface DescribedSource {
  readonly key: string;
  readonly source: SourceBody;
  readonly tables: ReadonlyMap<string, SourceTableBody>;
}

/**
 * The sources that a YAML file describes, checked whole before any of them is applied.
 * @throws PlainError with everything that is wrong, each by its place
 */
export function readSources(file: string): DescribedSource[] {
  const wrong: string[] = [];
  const sources = Object.entries(parsed(file)).map(([key, described]) => readSource(key, described, wrong));
  if (wrong.length > 0)
    throw new PlainError(`${file} has mistakes, and nothing of it was applied.\n${wrong.join('\n')}`);
  return sources.filter((source) => source !== undefined);
}

function parsed(file: string): object {
  try {
    const found: unknown = parse(readFileSync(file, 'utf8'));
    if (isObject(found)) return found;
  } catch (error) {
    if (error instanceof YAMLParseError) throw new PlainError(`${file} is no YAML: ${error.message}`);
    throw error;
  }
  throw new PlainError(`${file} describes no sources: it takes key → kind, location, tables.`);
}

function readSource(key: string, described: unknown, wrong: string[]): DescribedSource | undefined {
  checked(sourceKeySchema, key, key, wrong);
  const { tables = {}, ...given }: { readonly tables?: unknown } = isObject(described) ? described : {};
  const source = checked(sourceSchema, given, key, wrong);
  if (!isObject(tables)) wrong.push(`${key}: /tables: name → what is wanted of it`);
  const read = new Map<string, SourceTableBody>();
  for (const [name, table] of Object.entries(isObject(tables) ? tables : {})) {
    const place = `${key}/${name}`;
    checked(sourceTableNameSchema, name, place, wrong);
    const body = checked(sourceTableSchema, table ?? {}, place, wrong);
    if (body === undefined) continue;
    if (source !== undefined) checkFit(source, body, place, wrong);
    read.set(name, body);
  }
  return source === undefined ? undefined : { key, source, tables: read };
}

function checked<Value>(schema: z.ZodType<Value>, value: unknown, place: string, wrong: string[]): Value | undefined {
  const { success, data, error } = schema.safeParse(value, { error: plainWords });
  if (success) return data;
  for (const { path, message } of error.issues) {
    const pointer = path.map((part) => `/${escapePart(String(part))}`).join('');
    wrong.push(`${place}: ${pointer === '' ? '' : `${pointer}: `}${message}`);
  }
  return undefined;
}

function checkFit({ kind }: SourceBody, table: SourceTableBody, place: string, wrong: string[]): void {
  try {
    checkTable(kind, table);
  } catch (error) {
    if (!(error instanceof VerdictError)) throw error;
    const lines = error.problems.map(({ pointer, detail }) => `\n  ${pointer}: ${detail}`);
    wrong.push(`${place}: ${error.message}${lines.join('')}`);
  }
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
