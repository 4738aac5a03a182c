/**
 * Asks, and gives `silent` when no answer comes in time (a disk of the network that is away). An asking that goes on is not
 * begun a second time, since each holds one of the few threads that read files; its answer is that of a later call.
 */
export function patiently<Answer>(
  ask: () => Promise<Answer>,
  milliseconds: number,
  silent: Answer,
): () => Promise<Answer> {
  let asked: Promise<Answer> | undefined;
  return async () => {
    asked ??= ask().finally(() => (asked = undefined));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Answer>((resolve) => (timer = setTimeout(resolve, milliseconds, silent)));
    return Promise.race([asked, late]).finally(() => clearTimeout(timer));
  };
}
