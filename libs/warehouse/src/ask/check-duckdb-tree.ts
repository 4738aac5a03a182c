import { invalid } from '#libs/errors';
import type { CheckedSelect } from './check-select.js';
import { refusedFunction } from './instead.js';
import { allowedFunctions } from './vocabulary.js';

type Tree = Readonly<Record<string, unknown>>;

/** Where rows may come from. Left out: functions that give tables (read_csv, glob, query, …), VALUES, PIVOT, SHOW. */
const allowedSources = new Set(['BASE_TABLE', 'SUBQUERY', 'JOIN', 'EMPTY']);
const allowedQueries = new Set(['SELECT_NODE', 'SET_OPERATION_NODE', 'CTE_NODE']);

/** What DuckDB makes of the syntax of expressions, besides the functions that a question may name. */
const ofSyntax = new Set(
  `contains count_star current_date date_part get_current_timestamp greatest ilike_escape least like_escape
  not_ilike_escape not_like_escape nullif prefix quantile_cont quantile_disc regexp_full_match suffix to_days to_hours
  to_microseconds to_milliseconds to_minutes to_months to_seconds to_weeks to_years today`.split(/\s+/),
);

/**
 * DuckDB has no roles, so its own reading of a question counts too: the tree of `json_serialize_sql` may name only what the
 * question was found to name.
 * @throws VerdictError `invalid`
 */
export function checkDuckDbTree(serialized: string, select: CheckedSelect): void {
  const refuse = (detail: string): Error => invalid(`The question cannot be asked: ${detail}.`);
  const tree = JSON.parse(serialized) as { error: boolean; error_message?: string; statements?: unknown[] };
  if (tree.error) throw refuse(`DuckDB does not read it: ${tree.error_message ?? ''}`);
  if (tree.statements?.length !== 1) throw refuse('there is more than one statement');
  walk(tree.statements, new Set(), (node, given) => lookAt(node, given, select, refuse));
}

function lookAt(
  node: Tree,
  given: ReadonlySet<string>,
  select: CheckedSelect,
  refuse: (detail: string) => Error,
): void {
  const type = String(node['type']);
  // References to tables and whole queries have a sample, expressions have a class.
  if (Object.hasOwn(node, 'sample') && !Object.hasOwn(node, 'class')) {
    if (!allowedSources.has(type) && !allowedQueries.has(type)) throw refuse(`${type} is not allowed`);
    if (node['sample'] !== null) throw refuse('a sample is not known to every warehouse');
  }
  if (type.endsWith('_NODE') && !allowedQueries.has(type)) throw refuse(`${type} is not allowed`);
  if (type === 'BASE_TABLE') {
    const { catalog_name: catalog, schema_name: schema, table_name: table } = node as Record<string, string>;
    if (catalog) throw refuse(`${catalog} is another database`);
    if (!schema && given.has(table ?? '')) return;
    if (!select.relations.includes(`${schema || 'published'}.${table}`)) throw refuse(`${table} is not published`);
  }
  if (node['class'] === 'FUNCTION' || node['class'] === 'WINDOW') {
    const name = String(node['function_name']);
    const known = node['is_operator'] === true || allowedFunctions.has(name) || ofSyntax.has(name);
    if (!known) throw refuse(refusedFunction(name));
  }
}

interface CteMap {
  readonly map?: readonly { readonly key: string; readonly value: unknown }[];
}

/** With each node goes what WITH gives where it stands: each of its queries sees those before it, the rest sees all. */
function walk(
  node: unknown,
  given: ReadonlySet<string>,
  visit: (node: Tree, given: ReadonlySet<string>) => void,
): void {
  if (Array.isArray(node)) {
    for (const one of node) walk(one, given, visit);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const { cte_map: ctes, ...others } = node as Tree;
  const inside = new Set(given);
  for (const { key, value } of (ctes as CteMap | undefined)?.map ?? []) {
    walk(value, new Set(inside), visit);
    inside.add(key);
  }
  visit(node as Tree, inside);
  for (const value of Object.values(others)) walk(value, inside, visit);
}
