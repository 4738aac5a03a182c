import type { Socket } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

interface Piece {
  readonly chunk: string | Buffer;
  readonly encoding: BufferEncoding;
}

/**
 * Node ends a short answer, head and body in one text, with an empty piece beside it, and two pieces are gathered into
 * memory of their own before the system is asked to write them. One piece goes out as it is: beside a bare server of
 * Node's, that was an eighth of the time of a request.
 */
export function writeInOnePiece(app: NestFastifyApplication): void {
  app.getHttpServer().on('connection', (socket: Socket) => {
    const gather = socket._writev?.bind(socket);
    if (gather === undefined) return;
    socket._writev = (pieces: Piece[], done) => {
      const only = onlyFull(pieces);
      if (only === undefined) gather(pieces, done);
      else socket._write(only.chunk, only.encoding, done);
    };
  });
}

function onlyFull(pieces: readonly Piece[]): Piece | undefined {
  let only: Piece | undefined;
  for (const piece of pieces) {
    if (piece.chunk.length === 0) continue;
    if (only !== undefined) return undefined;
    only = piece;
  }
  return only;
}
