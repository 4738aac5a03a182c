import { Option, type Command } from 'commander';

/** Which server a command asks. */
export interface ServerOptions {
  readonly url?: string;
  readonly key?: string;
}

/** A command that also prints what programs read. */
export interface AskingOptions extends ServerOptions {
  readonly json?: boolean;
}

const group = 'The server that is asked:';

/** A command's options for the server that it asks; `scopes` are what a key must have for it. */
export const onServer = (command: Command, scopes: string): Command =>
  command
    .addOption(
      new Option(
        '--url <url>',
        'one elsewhere; that of the data folder unless said, started for the command if it is not running',
      ).helpGroup(group),
    )
    .addOption(new Option('--key <key>', `with --url: a key with ${scopes}`).helpGroup(group));

export const askingServer = (command: Command, scopes: string): Command =>
  onServer(command, scopes).option('--json', 'print JSON');
