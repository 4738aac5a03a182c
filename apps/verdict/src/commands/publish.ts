import type { Command } from 'commander';
import { onServer, type ServerOptions } from '../client/server-options.js';
import { withServer } from '../client/with-server.js';
import { say } from '../terminal/say.js';

/** A company's tables and views as what people may ask about; commands of `verdict warehouse`. */
export function registerPublish(warehouse: Command): void {
  const named = (name: string, text: string): Command =>
    onServer(
      warehouse.command(name).description(text).argument('<relation>', 'as in snapshot.shop_orders'),
      'publications:write',
    );
  named('publish', 'Let people ask about a table or view of the company’s own.').action(publish);
  named('withdraw', 'Let nobody ask about it any more; what was answered stays.').action(withdraw);
}

const pathOf = (relation: string): string => `/v1/publications/${encodeURIComponent(relation)}`;

async function publish(relation: string, options: ServerOptions): Promise<void> {
  await withServer(options, (server) => server.put(pathOf(relation), {}));
  say(`${relation} is published: npx verdict warehouse query asks about it.`);
}

async function withdraw(relation: string, options: ServerOptions): Promise<void> {
  await withServer(options, (server) => server.delete(pathOf(relation)));
  say(`${relation} is published no more.`);
}
