import type { ChildProcess } from 'node:child_process';
import type { Figures } from '#libs/http';

/** A scrape waits ten seconds, as Prometheus is set unless told otherwise. */
const patienceMs = 5_000;

/** What a process below this one counts and measures; nothing from one that has ended or does not answer in time. */
export function askFigures(child: ChildProcess): Promise<Figures> {
  if (!child.connected) return Promise.resolve([]);
  return new Promise((resolve) => {
    const settle = (figures: Figures): void => {
      clearTimeout(timer);
      child.off('message', take);
      child.off('disconnect', giveUp);
      resolve(figures);
    };
    const take = (message: unknown): void => {
      if (Array.isArray(message)) settle(message);
    };
    const giveUp = (): void => settle([]);
    const timer = setTimeout(giveUp, patienceMs);
    child.on('message', take);
    child.once('disconnect', giveUp);
    // An error means that it ended in between, which the event says too.
    child.send('figures', () => undefined);
  });
}
