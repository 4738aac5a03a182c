/** Where numbers came from: the SQL's hash (see `GET /v1/queries/{hash}`) and its parameters. */
export interface QueryReference {
  readonly hash: string;
  readonly parameters: Readonly<Record<string, string | number>>;
}
