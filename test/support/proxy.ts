import { createServer, connect, type Server, type Socket } from 'node:net';
import { Transform } from 'node:stream';

/** A wire to a server that a test can cut and mend. */
export interface Wire {
  /** The server's URL by way of the wire. */
  readonly url: string;
  /** From now on whoever connects is turned away, and whoever is connected loses the connection. */
  cut(): void;
  mend(): void;
  /** From now on whatever the server says arrives so many milliseconds later; 0: at once. */
  slow(ms: number): void;
  close(): Promise<void>;
}

export async function wireTo(target: string): Promise<Wire> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let isCut = false;
  let delayMs = 0;
  const server: Server = createServer((socket) => {
    if (isCut) return void socket.destroy();
    const far = connect(Number(port), hostname);
    for (const one of [socket, far]) {
      sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        sockets.delete(one);
        socket.destroy();
        far.destroy();
      });
    }
    socket.pipe(far);
    far.pipe(delayed(() => delayMs)).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The wire has no port.');
  const url = new URL(target);
  url.port = String(address.port);
  url.hostname = '127.0.0.1';
  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    cut: () => {
      isCut = true;
      drop();
    },
    mend: () => {
      isCut = false;
    },
    slow: (ms) => {
      delayMs = ms;
    },
    close: () => {
      drop();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Hands on each chunk, in order, once the delay that held when it came has passed. */
const delayed = (delayMs: () => number): Transform =>
  new Transform({
    transform: (chunk, _, done) => {
      const ms = delayMs();
      if (ms === 0) done(null, chunk);
      else setTimeout(done, ms, null, chunk);
    },
  });
