import { parse } from 'libpg-query';
import { invalid } from '#libs/errors';
import { growthOf } from './growth.js';
import { insteadOfSyntax, refusedFunction } from './instead.js';
import { nearestNames } from './nearest-names.js';
import {
  allowedFunctions,
  allowedNodes,
  allowedOperators,
  allowedTypes,
  nodeWords,
  refusedParts,
} from './vocabulary.js';

/** A question that has passed: one SELECT that names published relations and nothing else. Only `checkSelect` makes it. */
export interface CheckedSelect {
  /** Without a semicolon. */
  readonly text: string;
  /** What it names, as `schema.name`; names of its own (WITH) are not among them. */
  readonly relations: readonly string[];
  /** `$1` to `$n`. */
  readonly parameters: number;
}

export interface CheckOptions {
  /** `schema.name`; one of the schema `published` may be named without it. */
  readonly published: ReadonlySet<string>;
  /** Of the text in the request, for the problem's pointer. */
  readonly pointer: string;
  /** How a refusal begins; `The question cannot be asked` unless said. */
  readonly refusal?: string;
  /** SQL types of $1, $2, …: each parameter is cast to its own, since engines guess differently. */
  readonly types?: readonly string[];
}

const longest = 20_000;
const deepest = 200;
/** Of texts, over what the tables hold: a row of the longest is some megabytes then. */
const mostGrowth = 64;

type Tree = Readonly<Record<string, unknown>>;

interface RawStatement {
  readonly stmt: Tree;
  /** Behind a comment that heads it; in bytes, as the length. */
  readonly stmt_location?: number;
  /** Absent without a semicolon. */
  readonly stmt_len?: number;
}

interface Found {
  /** Those that no WITH gave where they were named. */
  readonly relations: Set<string>;
  readonly parameters: Set<number>;
  /** Byte positions of parameters, and their numbers. */
  readonly places: [at: number, number: number][];
}

/**
 * Reads the text with PostgreSQL's own parser and looks at every node of the tree.
 * @throws VerdictError `invalid` with what is not allowed and, for a text that does not parse, where.
 */
export async function checkSelect(
  text: string,
  { published, pointer, types = [], refusal = 'The question cannot be asked' }: CheckOptions,
): Promise<CheckedSelect> {
  const refuse = (rule: string, detail: string): Error =>
    invalid(`${refusal}: ${detail}.`, [{ pointer, rule, detail }]);
  if (text.length > longest) throw refuse('too_long', `it has more than ${longest} characters`);
  if (text.includes('\0')) throw refuse('syntax', 'it has a NUL character');
  const statements = await parsed(text, refuse);
  const [first] = statements;
  if (first === undefined) throw refuse('empty', 'there is no statement');
  if (statements.length > 1) throw refuse('one_statement', 'there is more than one statement');
  const { stmt, stmt_location: start = 0, stmt_len: length } = first as RawStatement;
  if (stmt['SelectStmt'] === undefined) throw refuse('select_only', 'only SELECT can be asked');
  const found: Found = { relations: new Set(), parameters: new Set(), places: [] };
  walk(stmt, new Set(), { found, refuse }, 0);
  if (growthOf(stmt) > mostGrowth)
    throw refuse('too_long', `its texts could become more than ${mostGrowth} times as long as those of the tables`);
  const relations = resolved(found, published, refuse);
  const parameters = Math.max(0, ...found.parameters);
  if (found.parameters.size !== parameters) throw refuse('parameters', `$1 to $${parameters} are not all used`);
  const statement = withCasts(
    Buffer.from(text),
    length === undefined || length === 0 ? undefined : start + length,
    found.places,
    types,
  );
  return { text: statement.trim().replace(/;+$/, ''), relations, parameters };
}

/** The parser counts bytes. */
function withCasts(
  bytes: Buffer,
  length: number | undefined,
  places: Found['places'],
  types: readonly string[],
): string {
  const parts: string[] = [];
  let at = 0;
  for (const [start, number] of places.toSorted(([left], [right]) => left - right)) {
    const type = types[number - 1];
    if (type === undefined) continue;
    const end = start + 1 + String(number).length;
    parts.push(bytes.subarray(at, start).toString('utf8'), `CAST($${number} AS ${type})`);
    at = end;
  }
  return parts.join('') + bytes.subarray(at, length).toString('utf8');
}

type Refuse = (rule: string, detail: string) => Error;

async function parsed(text: string, refuse: Refuse): Promise<readonly unknown[]> {
  try {
    return ((await parse(text)) as { stmts?: unknown[] }).stmts ?? [];
  } catch (error) {
    const { message, cursorPosition } = (error as { sqlDetails?: { message: string; cursorPosition: number } })
      .sqlDetails ?? {
      message: error instanceof Error ? error.message : String(error),
      cursorPosition: 0,
    };
    throw refuse('syntax', `${message}, at character ${cursorPosition + 1}${insteadOfSyntax(text)}`);
  }
}

interface Looking {
  readonly found: Found;
  readonly refuse: Refuse;
}

/** `given`: the names that WITH gives where this node stands. A name in one place says nothing of the same in another. */
function walk(node: unknown, given: ReadonlySet<string>, looking: Looking, depth: number): void {
  const { found, refuse } = looking;
  if (depth > deepest) throw refuse('too_deep', 'it is nested too deeply');
  if (Array.isArray(node)) {
    for (const one of node) walk(one, given, looking, depth + 1);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const { withClause, ...others } = node as Tree;
  const inside = withClause === undefined ? given : walkWith(withClause as Tree, given, looking, depth + 1);
  for (const [key, value] of Object.entries(others)) {
    const refused = refusedParts[key];
    if (refused !== undefined && value !== false) throw refuse('not_allowed', refused);
    if (/^[A-Z]/.test(key)) {
      if (!allowedNodes.has(key)) throw refuse('not_allowed', nodeWords[key] ?? `${key} is not allowed`);
      look(key, value as Tree, inside, found, refuse);
    }
    if (key === 'typeName') lookAtType(value as Tree, refuse);
    walk(value, inside, looking, depth + 1);
  }
}

/** Each of the queries sees those before it, and what follows the clause sees all. */
function walkWith(clause: Tree, given: ReadonlySet<string>, looking: Looking, depth: number): ReadonlySet<string> {
  if (clause['recursive'] === true) throw looking.refuse('not_allowed', 'WITH RECURSIVE is not allowed');
  const inside = new Set(given);
  for (const query of (clause['ctes'] ?? []) as { CommonTableExpr?: Tree }[]) {
    walk(query, inside, looking, depth);
    inside.add(String(query.CommonTableExpr?.['ctename']));
  }
  return inside;
}

function look(kind: string, node: Tree, given: ReadonlySet<string>, found: Found, refuse: Refuse): void {
  switch (kind) {
    case 'RangeVar': {
      const { catalogname, schemaname, relname } = node as Record<string, string | undefined>;
      if (catalogname !== undefined) throw refuse('relation', `${catalogname} is another database`);
      if (schemaname === undefined && given.has(String(relname))) return;
      found.relations.add(schemaname === undefined ? String(relname) : `${schemaname}.${relname}`);
      return;
    }
    case 'ParamRef':
      found.parameters.add(Number(node['number']));
      found.places.push([Number(node['location'] ?? 0), Number(node['number'])]);
      return;
    case 'FuncCall': {
      const names = namesOf(node['funcname']).filter((name) => name !== 'pg_catalog');
      const name = names.join('.');
      if (names.length !== 1 || !allowedFunctions.has(name)) throw refuse('function', refusedFunction(name));
      return;
    }
    case 'A_Expr': {
      const name = namesOf(node['name']).join('.');
      if (
        node['name'] !== undefined &&
        !allowedOperators.has(name) &&
        node['kind'] !== 'AEXPR_NULLIF' &&
        !/^(NOT )?BETWEEN/.test(name)
      )
        throw refuse('operator', `the operator ${name} is not allowed`);
      return;
    }
    default:
  }
}

function lookAtType(type: Tree, refuse: Refuse): void {
  const name = namesOf(type['names'])
    .filter((one) => one !== 'pg_catalog')
    .join('.');
  if (!allowedTypes.has(name)) throw refuse('type', `the type ${name} is not allowed`);
  if (type['arrayBounds'] !== undefined) throw refuse('type', 'arrays are not known to every warehouse');
}

const namesOf = (nodes: unknown): string[] =>
  (Array.isArray(nodes) ? nodes : []).map((one) => (one as { String?: { sval?: string } }).String?.sval ?? '');

function resolved({ relations }: Found, published: ReadonlySet<string>, refuse: Refuse): string[] {
  const asked: string[] = [];
  for (const name of relations) {
    const whole = name.includes('.') ? name : `published.${name}`;
    if (!published.has(whole)) throw refuse('relation', `${name} is not published${nearestPublished(name, published)}`);
    asked.push(whole);
  }
  return asked.toSorted();
}

/** Those of the product are named without their schema. */
function nearestPublished(name: string, published: ReadonlySet<string>): string {
  const names = [...published].map((one) => one.replace(/^published\./, ''));
  const nearest = nearestNames(name, names, 3);
  return nearest.length === 0 ? '' : `; the nearest that are: ${nearest.join(', ')} (GET /v1/publications has all)`;
}
