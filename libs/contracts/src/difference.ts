/** One place in which two values differ, by JSON pointer (RFC 6901); absent on the side where there is nothing. */
export interface Difference {
  readonly pointer: string;
  readonly before?: unknown;
  readonly after?: unknown;
}
