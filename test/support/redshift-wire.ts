import { connect, createServer, type Socket } from 'node:net';

/** A message of PostgreSQL's protocol. */
export interface Message {
  /** Its letter: `Q` a statement, `C` it is done, `E` an error, `Z` ready for the next. */
  readonly type: string;
  readonly body: Buffer;
}

/** The server's side of a connection, while the client waits for an answer. */
export interface Behind {
  readonly database: string;
  /** What the server says to these messages, until it is ready again. */
  say(...messages: readonly Message[]): Promise<readonly Message[]>;
}

/** What is sent on in the place of a statement, or what the client is told without its being sent. */
export type Answering = (text: string, behind: Behind) => string | Promise<readonly Message[]>;

export interface StatementWire {
  readonly port: number;
  close(): Promise<void>;
}

/** A wire to a PostgreSQL server on which statements without parameters are answered by somebody else, or changed. */
export async function statementWire(target: URL, answering: Answering): Promise<StatementWire> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const far = connect(Number(target.port), target.hostname);
    for (const one of [socket, far]) {
      sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        sockets.delete(one);
        socket.destroy();
        far.destroy();
      });
    }
    serve(socket, far, answering);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The wire has no port.');
  return {
    port: address.port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function serve(client: Socket, server: Socket, answering: Answering): void {
  let heard: ((message: Message) => void) | undefined;
  const fromServer = messagesOf((message) => (heard === undefined ? client.write(bytesOf(message)) : heard(message)));
  server.on('data', fromServer);
  const say = (...messages: readonly Message[]): Promise<readonly Message[]> =>
    new Promise((resolve, reject) => {
      const answer: Message[] = [];
      const broken = (): void => reject(new Error('The connection is gone.'));
      server.once('close', broken);
      heard = (message) => {
        answer.push(message);
        if (message.type !== 'Z') return;
        heard = undefined;
        server.off('close', broken);
        resolve(answer);
      };
      for (const message of messages) server.write(bytesOf(message));
    });

  let database = '';
  const take = async (message: Message): Promise<void> => {
    const answer =
      message.type === 'Q' ? answering(message.body.subarray(0, -1).toString('utf8'), { database, say }) : undefined;
    if (answer === undefined) server.write(bytesOf(message));
    else if (typeof answer === 'string') server.write(bytesOf(statement(answer)));
    else for (const told of await answer) client.write(bytesOf(told));
  };
  let turn = Promise.resolve();
  const fromClient = messagesOf((message) => {
    turn = turn.then(() => take(message)).catch(() => void client.destroy());
  });
  // The first message has no letter: the settings of the connection, or which other one is to stop what it is at.
  client.once('data', (first: Buffer) => {
    const length = first.readInt32BE(0);
    const settings = first.subarray(8, length).toString('utf8').split('\0');
    database = settings[settings.indexOf('database') + 1] ?? '';
    server.write(first.subarray(0, length));
    client.on('data', fromClient);
    if (first.length > length) fromClient(first.subarray(length));
  });
}

export const statement = (text: string): Message => ({ type: 'Q', body: Buffer.from(`${text}\0`) });

/** The cells of rows, as text. */
export const cellsOf = (messages: readonly Message[]): (string | null)[][] =>
  messages.filter(({ type }) => type === 'D').map(({ body }) => cellsOfRow(body));

function cellsOfRow(body: Buffer): (string | null)[] {
  let at = 2;
  return Array.from({ length: body.readInt16BE(0) }, () => {
    const length = body.readInt32BE(at);
    at += 4;
    if (length < 0) return null;
    at += length;
    return body.toString('utf8', at - length, at);
  });
}

function bytesOf({ type, body }: Message): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** Puts messages together from the pieces in which they come. */
function messagesOf(each: (message: Message) => void): (piece: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (piece) => {
    rest = Buffer.concat([rest, piece]);
    while (rest.length >= 5) {
      const end = 1 + rest.readInt32BE(1);
      if (rest.length < end) return;
      const message = { type: rest.toString('latin1', 0, 1), body: rest.subarray(5, end) };
      rest = rest.subarray(end);
      each(message);
    }
  };
}
