import type { Command } from 'commander';
import { withServer, type ServerOptions } from '../client/with-server.js';

/** A company's tables and views as what people may ask about; commands of `verdict warehouse`. */
export function registerPublish(warehouse: Command): void {
  const named = (name: string, text: string): Command =>
    warehouse
      .command(name)
      .description(text)
      .argument('<relation>', 'as in snapshot.shop_orders')
      .option('--url <url>', 'a server elsewhere; the one on the data folder unless said, started if it is not running')
      .option('--key <key>', 'a key with the scope publications:write, with --url');
  named('publish', 'Let people ask about a table or view of the company’s own.').action(publish);
  named('withdraw', 'Let nobody ask about it any more; what was answered stays.').action(withdraw);
}

const pathOf = (relation: string): string => `/v1/publications/${encodeURIComponent(relation)}`;

async function publish(relation: string, options: ServerOptions): Promise<void> {
  await withServer(options, (server) => server.put(pathOf(relation), {}));
  process.stdout.write(`${relation} is published: npx verdict warehouse query asks about it.\n`);
}

async function withdraw(relation: string, options: ServerOptions): Promise<void> {
  await withServer(options, (server) => server.delete(pathOf(relation)));
  process.stdout.write(`${relation} is published no more.\n`);
}
