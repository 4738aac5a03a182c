/**
 * What does the work of a function that a question may not name: a standard one that every warehouse has, or a view.
 * Of what many people write by habit.
 */
const instead: Readonly<Record<string, string>> = {
  any_value: 'MIN',
  approx_count_distinct: 'COUNT(DISTINCT …)',
  array_agg: 'one row for each value',
  charindex: 'STRPOS(text, part)',
  concat_ws: '||',
  count_if: 'SUM(CASE WHEN … THEN 1 ELSE 0 END)',
  date: 'CAST(… AS date)',
  date_add: 'DATEADD',
  date_diff: 'DATEDIFF',
  decode: 'CASE … WHEN … THEN … ELSE … END',
  generate_series: 'the view integers',
  getdate: 'CURRENT_TIMESTAMP',
  group_concat: 'one row for each value',
  if: 'CASE WHEN … THEN … ELSE … END',
  iff: 'CASE WHEN … THEN … ELSE … END',
  ifnull: 'COALESCE',
  initcap: 'UPPER and LOWER of SUBSTRING',
  instr: 'STRPOS(text, part)',
  isnull: 'COALESCE, or IS NULL',
  json_extract: 'JSON_EXTRACT_PATH_TEXT',
  json_value: 'JSON_EXTRACT_PATH_TEXT',
  len: 'LENGTH',
  listagg: 'one row for each value',
  median: 'PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY …)',
  now: 'CURRENT_TIMESTAMP',
  nvl: 'COALESCE',
  nvl2: 'CASE WHEN … IS NOT NULL THEN … ELSE … END',
  quantile: 'PERCENTILE_CONT(…) WITHIN GROUP (ORDER BY …)',
  regexp_count: 'the operator ~',
  regexp_instr: 'STRPOS, or the operator ~',
  regexp_like: 'the operator ~',
  regexp_matches: 'the operator ~',
  regexp_replace: 'REPLACE',
  regexp_substr: 'SPLIT_PART or SUBSTRING',
  split: 'SPLIT_PART',
  stddev: 'STDDEV_SAMP',
  string_agg: 'one row for each value',
  sysdate: 'CURRENT_TIMESTAMP',
  to_char: 'CAST(… AS varchar), DATE_TRUNC or DATE_PART',
  to_date: 'CAST(… AS date)',
  to_number: 'CAST(… AS numeric)',
  to_timestamp: 'CAST(… AS timestamp)',
  variance: 'VAR_SAMP',
};

/** A reason to refuse a function, with what to use in its place where that is known. */
export function refusedFunction(name: string): string {
  const other = Object.hasOwn(instead, name) ? instead[name] : undefined;
  const known = other === undefined ? 'docs/guides/warehouse.md lists those that are' : `use ${other}`;
  return `the function ${name} is not allowed; ${known}`;
}

const syntax: readonly (readonly [pattern: RegExp, hint: string])[] = [
  [/\bSELECT\s+TOP\s+\d/i, 'LIMIT at the end does what TOP does'],
  [/\bAPPROXIMATE\s+\w+\s*\(/i, 'leave APPROXIMATE out'],
  [/\bLISTAGG\s*\(/i, 'LISTAGG is not allowed; use one row for each value'],
];

/** What to write instead of Redshift's own syntax, which PostgreSQL's parser does not know. */
export function insteadOfSyntax(text: string): string {
  const hint = syntax.find(([pattern]) => pattern.test(text))?.[1];
  return hint === undefined ? '' : `; ${hint}`;
}
