/** Why a line is left aside: our field, the rule that it breaks and a sentence that never repeats the value. */
export class LineProblem extends Error {
  constructor(
    readonly field: string | null,
    readonly rule: string,
    readonly detail: string,
  ) {
    super(detail);
  }
}
