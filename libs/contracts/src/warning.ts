/** What would work and is unwise: nothing is refused for it. */
export interface Warning {
  /** Of the definition, by JSON pointer. */
  readonly pointer: string;
  readonly rule: string;
  readonly detail: string;
}
