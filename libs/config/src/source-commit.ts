import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The commit that this process's files come from, read from the repository's own files; where there is no repository
 * (an image), the version of the package.
 */
export function sourceCommit(root: string): string {
  const git = join(root, '.git');
  const head = textOf(join(git, 'HEAD'));
  const reference = /^ref: (.+)$/.exec(head ?? '')?.[1];
  const commit = reference === undefined ? head : (textOf(join(git, reference)) ?? packed(git, reference));
  if (commit !== undefined && /^[0-9a-f]{40}$/.test(commit)) return commit;
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return `version ${String((manifest as { version?: unknown }).version)}`;
}

const textOf = (path: string): string | undefined => (existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined);

function packed(git: string, reference: string): string | undefined {
  const lines = textOf(join(git, 'packed-refs'))?.split('\n') ?? [];
  return lines.find((line) => line.endsWith(` ${reference}`))?.split(' ')[0];
}
