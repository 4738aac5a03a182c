import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { TurnSocket } from './turn-socket.js';

class CountingSocket extends TurnSocket {
  calls = 0;

  override _writev(...given: Parameters<NonNullable<TurnSocket['_writev']>>): void {
    this.calls += 1;
    super._writev?.(...given);
  }
}

describe('a socket that gathers by turns', () => {
  it('sends what one turn wrote in one call, in order, and the next turn by another', async () => {
    let received = '';
    const server = createServer((socket) => socket.on('data', (chunk) => (received += String(chunk)))).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    const socket = new CountingSocket();
    socket.connect((server.address() as AddressInfo).port, '127.0.0.1');
    await once(socket, 'connect');
    const statement = (text: string): void => {
      socket.cork();
      for (const letter of text) socket.write(letter);
      socket.uncork();
    };
    statement('ab');
    socket.write('c');
    statement('de');
    await new Promise(setImmediate);
    expect(socket.calls).toBe(1);
    statement('fg');
    await new Promise(setImmediate);
    expect(socket.calls).toBe(2);
    socket.end();
    await once(socket, 'close');
    server.close();
    await once(server, 'close');
    expect(received).toBe('abcdefg');
  });
});
