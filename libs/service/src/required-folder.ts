import { accessSync, chmodSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { invalid } from '#libs/errors';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user has no right to',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'it is a link that leads nowhere',
  ENAMETOOLONG: 'its name is too long',
  ENOENT: 'the system takes no folder there',
  ENOSPC: 'the disk is full',
  EPERM: 'this user has no right to',
  EROFS: 'the disk is read-only',
};

/**
 * The data folder, made where it is not there yet; its parents too.
 * @throws VerdictError `invalid` with one sentence when it cannot be made, is no folder or may not be written.
 */
export function requireDataFolder(path: string): void {
  try {
    if (!isFolder(path)) make(path);
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = String(error instanceof Error && 'code' in error ? error.code : '');
    const reason = reasons[code] ?? (error instanceof Error ? error.message : String(error));
    throw invalid(`The data folder ${path} cannot be used: ${reason}. Name another by VERDICT_DATA.`);
  }
}

/** One at a time: Node's recursive way never ends where a folder's parent is there and takes none, as /proc. */
function make(path: string): void {
  const parent = dirname(path);
  if (!isFolder(parent)) make(parent);
  try {
    mkdirSync(path);
    chmodSync(path, 0o711);
  } catch (error) {
    // Another process may have been quicker.
    if (!isFolder(path)) throw error;
  }
}

/** @throws Error for what is there and is none. */
function isFolder(path: string): boolean {
  if (!existsSync(path)) return false;
  if (!statSync(path).isDirectory()) throw new Error(`${path} is a file`);
  return true;
}
