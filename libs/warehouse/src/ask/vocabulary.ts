/**
 * What a question may be made of: a SELECT of ordinary expressions. Lists of what is allowed, not of what is not: a parser
 * learns new things with each version. Left out on purpose besides everything that reads a file or a setting: functions
 * that make much of little (repeat, lpad, generate_series), arrays, and recursion.
 */
export const allowedNodes: ReadonlySet<string> = new Set([
  'A_Const',
  'A_Expr',
  'A_Star',
  'BoolExpr',
  'BooleanTest',
  'CaseExpr',
  'CaseWhen',
  'CoalesceExpr',
  'ColumnRef',
  'CommonTableExpr',
  'FuncCall',
  'GroupingFunc',
  'GroupingSet',
  'Integer',
  'JoinExpr',
  'List',
  'MinMaxExpr',
  'NullTest',
  'ParamRef',
  'RangeSubselect',
  'RangeVar',
  'ResTarget',
  'SQLValueFunction',
  'SelectStmt',
  'SortBy',
  'String',
  'SubLink',
  'TypeCast',
  'WindowDef',
]);

/** What people are told of nodes that they are likely to have written. */
export const nodeWords: Readonly<Record<string, string>> = {
  RangeFunction: 'a function in FROM (read_csv, glob, generate_series, …) is not allowed',
  RangeTableSample: 'a sample is not known to every warehouse',
  A_ArrayExpr: 'arrays are not known to every warehouse',
  ArrayExpr: 'arrays are not known to every warehouse',
  A_Indirection: 'subscripts are not known to every warehouse',
  CollateClause: 'collations are not known to every warehouse',
  JsonFuncExpr: 'JSON is read by json_extract_path_text',
  DeleteStmt: 'only SELECT can be asked',
  InsertStmt: 'only SELECT can be asked',
  UpdateStmt: 'only SELECT can be asked',
};

/** Parts of a SELECT that write, lock, sample, or make rows of nothing. */
export const refusedParts: Readonly<Record<string, string>> = {
  intoClause: 'INTO writes a table',
  lockingClause: 'FOR UPDATE and FOR SHARE lock rows',
  valuesLists: 'VALUES is not a table in every warehouse; use SELECT … UNION ALL',
  funcvariadic: 'VARIADIC is not known to every warehouse',
};

export const allowedFunctions: ReadonlySet<string> = new Set(
  `abs avg btrim ceil ceiling char_length concat convert_timezone count cume_dist date_part date_trunc dateadd datediff
  dense_rank exp extract first_value floor grouping json_extract_path_text lag last_value lead left length ln log lower
  ltrim max min mod nth_value ntile percent_rank percentile_cont percentile_disc position power rank replace reverse right
  round row_number rtrim sign split_part sqrt stddev_pop stddev_samp strpos substr substring sum trim trunc upper var_pop
  var_samp`.split(/\s+/),
);

/** As PostgreSQL's parser names them. */
export const allowedTypes: ReadonlySet<string> = new Set(
  'bool boolean int2 int4 int8 smallint integer bigint numeric decimal float4 float8 varchar char bpchar text date time timestamp timestamptz interval'.split(
    ' ',
  ),
);

export const allowedOperators: ReadonlySet<string> = new Set(
  '+ - * / % = <> != < > <= >= || ~ !~ ~~ !~~ ~~* !~~*'.split(' '),
);
