type Tree = Readonly<Record<string, unknown>>;

/** A literal of so many characters counts as one value of a table. */
const usualLength = 1_000;

/**
 * How many times longer than what the tables hold a text of the question can become: engines do not count the memory of texts
 * that they are about to make, so that a few nested `replace` take all there is. `||` and `concat` add, `replace` multiplies, a
 * cast to CHAR(n) pads to n; what a query or a WITH in FROM gives grows on in whatever reads it.
 * @param node of PostgreSQL's parser
 * @param base the growth of a column where this node stands
 */
export function growthOf(node: unknown, base = 1): number {
  if (Array.isArray(node)) return most(node, base);
  if (typeof node !== 'object' || node === null) return 1;
  const {
    SelectStmt: select,
    ColumnRef: column,
    A_Const: constant,
    FuncCall: call,
    A_Expr: operation,
    TypeCast: cast,
  } = node as Tree;
  if (select !== undefined) return growthOfSelect(select as Tree, base);
  if (column !== undefined) return base;
  if (constant !== undefined) return Math.max(1, literalLength(node as Tree, 0) / usualLength);
  if (cast !== undefined)
    return Math.max(growthOf((cast as Tree)['arg'], base), paddedLength(cast as Tree) / usualLength);
  if (call !== undefined) return growthOfCall(call as Tree, base);
  if (operation !== undefined && nameOf((operation as Tree)['name']) === '||')
    return growthOf((operation as Tree)['lexpr'], base) + growthOf((operation as Tree)['rexpr'], base);
  return most(Object.values(node), base);
}

const most = (nodes: readonly unknown[], base: number): number =>
  Math.max(1, ...nodes.map((one) => growthOf(one, base)));

function growthOfSelect({ withClause, fromClause, larg, rarg, ...rest }: Tree, base: number): number {
  let inside = base;
  for (const query of ((withClause as Tree | undefined)?.['ctes'] ?? []) as Tree[])
    inside = Math.max(inside, growthOf(query, inside));
  // The two sides of a UNION are whole queries, without the name of their kind.
  const sides = [larg, rarg].map((side) => (side === undefined ? 1 : growthOfSelect(side as Tree, inside)));
  inside = Math.max(inside, growthOf(fromClause, inside));
  return Math.max(...sides, most(Object.values(rest), inside));
}

function growthOfCall(call: Tree, base: number): number {
  const given = (call['args'] ?? []) as Tree[];
  const name = nameOf(call['funcname']);
  if (name === 'concat') return given.reduce((sum, one) => sum + growthOf(one, base), 0);
  if (name !== 'replace') return most([call['over'], call['agg_filter'], ...given], base);
  const [text, from = {}, to = {}] = given;
  const [shortest, longest] = [literalLength(from, 1), literalLength(to, usualLength * growthOf(to, base))];
  return growthOf(text, base) * Math.max(1, longest / Math.max(1, shortest));
}

/** What CHAR(n) fills up with blanks; a length that is no plain number is the longest that there is. */
function paddedLength(cast: Tree): number {
  const { names, typmods = [] } = cast['typeName'] as { names?: unknown; typmods?: Tree[] };
  const [length] = typmods;
  if (nameOf(names) !== 'bpchar' || length === undefined) return 0;
  const number = (length['A_Const'] as { ival?: { ival?: number } } | undefined)?.ival;
  return number === undefined ? Infinity : (number.ival ?? 0);
}

/** Of a literal that is a text; else what it is taken for. */
function literalLength(node: Tree, otherwise: number): number {
  const text = (node['A_Const'] as { sval?: { sval?: string } } | undefined)?.sval;
  return text === undefined ? otherwise : (text.sval ?? '').length;
}

const nameOf = (nodes: unknown): string | undefined =>
  (nodes as { String?: { sval?: string } }[] | undefined)?.at(-1)?.String?.sval;
