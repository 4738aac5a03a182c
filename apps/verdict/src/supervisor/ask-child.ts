import type { ChildProcess } from 'node:child_process';

/** A scrape waits ten seconds, as Prometheus is set unless told otherwise. */
const patienceMs = 5_000;

/** What a process below this one answers to a word; undefined from one that has ended or does not answer in time. */
export function askChild<Answer>(
  child: ChildProcess,
  word: string,
  isAnswer: (message: unknown) => message is Answer,
): Promise<Answer | undefined> {
  if (!child.connected) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const settle = (answer: Answer | undefined): void => {
      clearTimeout(timer);
      child.off('message', take);
      child.off('disconnect', giveUp);
      resolve(answer);
    };
    const take = (message: unknown): void => {
      if (isAnswer(message)) settle(message);
    };
    const giveUp = (): void => settle(undefined);
    const timer = setTimeout(giveUp, patienceMs);
    child.on('message', take);
    child.once('disconnect', giveUp);
    // An error means that it ended in between, which the event says too.
    child.send(word, () => undefined);
  });
}
