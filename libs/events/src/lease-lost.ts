/** Another worker has claimed the sink since: what this one was about to write, that one writes. */
export class LeaseLost extends Error {
  constructor(sink: string) {
    super(`Another worker holds the sink ${sink}.`);
  }
}
