import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

/** Bytes that may wait for a reader before the next event cuts it off. */
const waitingBytes = 256 * 1_024;
const comment = Buffer.from(':\n\n');

/**
 * A server-sent event as it goes over the wire: made once, sent to many.
 * @param event its type, and `id`, if any: without line ends
 * Source: WHATWG HTML, "Server-sent events", parsing an event stream.
 */
export function eventFrame(event: string, data: string, id?: string): Buffer {
  const lines = data.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`);
  return Buffer.from(`event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}${lines.join('')}\n`);
}

/** Events to one reader, in order, as long as it reads them. Opened by `EventStreams`. */
export class EventStream extends Readable {
  /** Seconds since something was last sent. */
  private quiet = 0;
  private finished = false;

  constructor(private readonly response: ServerResponse) {
    super();
  }

  /** A reader that has not taken what was sent before is cut off: it comes back, and asks for the state of things. */
  send(frame: Buffer): void {
    if (this.finished || this.destroyed) return;
    if (this.readableLength > waitingBytes) this.cut();
    else this.push(frame);
    this.quiet = 0;
  }

  /** Once a second. A comment now and then keeps what lies between from closing the connection. */
  tick(pingSeconds: number): void {
    this.quiet += 1;
    if (this.quiet >= pingSeconds) this.send(comment);
  }

  /** What was sent still arrives; but asked a second time, it is not waited for any longer. */
  finish(): void {
    if (this.finished) return this.cut();
    this.finished = true;
    if (!this.destroyed) this.push(null);
  }

  cut(): void {
    this.destroy();
    this.response.destroy();
  }

  /** Events are pushed when there are some, not when they are asked for. */
  override _read(): void {}
}
