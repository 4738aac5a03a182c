import { parentPort, workerData, type TransferListItem } from 'node:worker_threads';
import { VerdictError } from '#libs/errors';
import { next, type ThreadMessage } from './message.js';

export interface ThreadItem {
  readonly value: unknown;
  /** Memory that is handed over, not copied: it is gone here afterwards. */
  readonly transfer?: readonly TransferListItem[];
}

/** The whole of a thread's module: makes an item each time that `threadItems` asks for one. */
export function serveThread<Data>(produce: (data: Data) => AsyncIterable<ThreadItem> | Iterable<ThreadItem>): void {
  const port = parentPort;
  if (port === null) throw new Error('This module runs in a thread of its own.');
  const items = iteratorOf(produce(workerData as Data));
  const say = (message: ThreadMessage, transfer: readonly TransferListItem[] = []): void =>
    port.postMessage(message, [...transfer]);
  const answer = async (): Promise<void> => {
    try {
      const step = await items.next();
      if (step.done === true) say({ done: true });
      else say({ value: step.value.value }, step.value.transfer);
    } catch (error) {
      say({ failed: failureOf(error) });
    }
  };
  let answered = Promise.resolve();
  port.on('message', (asked) => {
    if (asked === next) answered = answered.then(answer);
  });
}

const iteratorOf = <Item>(items: AsyncIterable<Item> | Iterable<Item>): AsyncIterator<Item> | Iterator<Item> =>
  Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();

function failureOf(error: unknown): Extract<ThreadMessage, { failed: unknown }>['failed'] {
  const known = error instanceof VerdictError ? error : undefined;
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? error.stack : undefined;
  return { message, stack, kind: known?.kind, problems: known?.problems ?? [] };
}
