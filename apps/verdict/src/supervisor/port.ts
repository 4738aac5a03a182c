import { createServer } from 'node:net';
import { PlainError } from '../plain-error.js';

/** @throws PlainError when somebody listens there already, before anything is started for nothing. */
export function requireFreePort(port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => reject(new PlainError(explain(error, port, host))));
    server.listen(port, host, () => server.close(() => resolve()));
  });
}

function explain(error: NodeJS.ErrnoException, port: number, host: string): string {
  if (error.code === 'EADDRINUSE') return `Port ${port} is taken; choose another with PORT=${port + 1} npm start.`;
  if (error.code === 'EACCES')
    return `Port ${port} needs rights that this user has not; choose one above 1023 with PORT.`;
  return `Cannot listen on ${host}:${port}: ${error.message}.`;
}
