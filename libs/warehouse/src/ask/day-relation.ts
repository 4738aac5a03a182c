import { parse } from 'libpg-query';

type Tree = Readonly<Record<string, unknown>>;

/** Of one row, one value: nothing of another row changes it. */
const scalars = new Set(
  `abs btrim ceil ceiling concat convert_timezone date_trunc dateadd floor json_extract_path_text left length lower ltrim
  mod replace right round rtrim split_part strpos substring trim upper`.split(/\s+/),
);
const plainParts = new Set(['targetList', 'fromClause', 'whereClause', 'limitOption', 'op']);

/**
 * Whether each row of a SELECT is made of one event alone, and has its time: then new events of a day change only the rows
 * of that day. Anything else may change with rows of any day, and has to be looked at whole.
 *
 * @param text one that `checkSelect` has let pass
 */
export async function isOfEventDays(text: string): Promise<boolean> {
  const { stmts = [] } = (await parse(text)) as { stmts?: { stmt?: Tree }[] };
  const select = stmts[0]?.stmt?.['SelectStmt'] as Tree | undefined;
  if (select === undefined || !Object.keys(select).every((part) => plainParts.has(part))) return false;
  const [from, ...others] = (select['fromClause'] ?? []) as { RangeVar?: Tree }[];
  const { schemaname = 'published', relname } = (from?.RangeVar ?? {}) as Record<string, string | undefined>;
  if (others.length > 0 || schemaname !== 'published' || relname !== 'event') return false;
  const targets = (select['targetList'] ?? []) as { ResTarget?: Tree }[];
  const named = new Map(targets.map(({ ResTarget: target }) => [nameOf(target), target?.['val'] as Tree | undefined]));
  return columnOf(named.get('time')) === 'time' && !named.has('settled_at') && isScalar(select);
}

const nameOf = (target: Tree | undefined): string | undefined =>
  (target?.['name'] as string | undefined) ?? columnOf(target?.['val'] as Tree | undefined);

function columnOf(value: Tree | undefined): string | undefined {
  const { fields } = (value?.['ColumnRef'] ?? {}) as { fields?: { String?: { sval?: string } }[] };
  return fields?.at(-1)?.String?.sval;
}

function isScalar(node: unknown): boolean {
  if (Array.isArray(node)) return node.every(isScalar);
  if (typeof node !== 'object' || node === null) return true;
  return Object.entries(node).every(([kind, value]) => {
    if (kind === 'SubLink' || kind === 'A_Star') return false;
    return (kind !== 'FuncCall' || isScalarCall(value as Tree)) && isScalar(value);
  });
}

function isScalarCall(call: Tree): boolean {
  const names = (call['funcname'] ?? []) as { String?: { sval?: string } }[];
  return call['over'] === undefined && scalars.has(names.at(-1)?.String?.sval ?? '');
}
