import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import { VerdictError } from '#libs/errors';
import { next, type ThreadMessage } from './message.js';

/** The thread took longer, or more memory, than it may. */
export class ThreadOverrun extends Error {}

export interface ThreadLimits {
  /** Ends the thread, and the iteration with its reason. */
  readonly signal?: AbortSignal;
  /** For everything, from the start of the thread to its last item. */
  readonly milliseconds?: number;
  /** Of JavaScript's heap; the contents of buffers come on top. */
  readonly heapMegabytes?: number;
}

/**
 * What a thread makes of `data`, item by item: work that would hold the event loop goes on beside it. The thread is one
 * item ahead of whoever takes them, and ends with the iteration, however that ends; one that is given up is not waited for.
 * @param entry a module that calls `serveThread`: `new URL('./check.thread.js', import.meta.url)`.
 * @throws what the thread threw (a VerdictError as such), ThreadOverrun, or the signal's reason.
 */
export async function* threadItems<Item>(
  entry: URL,
  data: unknown,
  { signal, milliseconds, heapMegabytes }: ThreadLimits = {},
): AsyncGenerator<Item> {
  signal?.throwIfAborted();
  const stop = new AbortController();
  const worker = new Worker(entry, {
    workerData: data,
    ...(heapMegabytes === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: heapMegabytes } }),
  });
  const deadline = AbortSignal.timeout(milliseconds ?? longest);
  const ended = AbortSignal.any([stop.signal, deadline, ...(signal === undefined ? [] : [signal])]);
  worker.on('error', (error) => stop.abort(error));
  worker.on('exit', (code) => stop.abort(new Error(`The thread ended with ${code} before it was done.`)));
  const messages = on(worker, 'message', { signal: ended }) as AsyncIterable<[ThreadMessage]>;
  try {
    worker.postMessage(next);
    for await (const [message] of messages) {
      if ('done' in message) return;
      if ('failed' in message) throw errorOf(message.failed);
      worker.postMessage(next);
      yield message.value as Item;
    }
  } catch (error) {
    if (deadline.aborted && ended.reason === deadline.reason)
      throw new ThreadOverrun(`it takes longer than ${milliseconds} ms`);
    if (isOutOfMemory(ended.reason) || isOutOfMemory(error))
      throw new ThreadOverrun(`it takes more than ${heapMegabytes} MB of memory`);
    throw ended.aborted ? ended.reason : error;
  } finally {
    const gone = worker.terminate();
    // One that waits for a disk that is away ends when the disk answers, or never: whoever has given it up goes on.
    if (!ended.aborted) await gone;
    else worker.unref();
  }
}

/** The longest time that a timer has. */
const longest = 2 ** 31 - 1;

const isOutOfMemory = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

function errorOf({ kind, message, problems, stack }: Extract<ThreadMessage, { failed: unknown }>['failed']): Error {
  if (kind !== undefined) return new VerdictError(kind, message, problems);
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
