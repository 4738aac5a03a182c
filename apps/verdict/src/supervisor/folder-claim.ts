import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beganAt } from './began-at.js';

/** A process that holds a folder, or is about to: one that lives. */
export interface Claimant {
  readonly pid: number;
  /** Of its file. */
  readonly name: string;
}

const pauseMs = 10;
const patienceMs = 1_000;

/**
 * One process at a time holds a folder. Node has no lock that the system frees with its process, so each lays a file of its
 * own into the folder, and only then looks for those of others: of any two at least one sees the other. Whoever sees one
 * that goes before its own gives way; whoever sees one that comes after waits until that has given way, or turns out to
 * hold the folder. A file names its process and is never used by another: one whose process is gone anybody may remove.
 */
export class FolderClaim {
  private constructor(
    private readonly folder: string,
    private readonly name: string,
  ) {}

  /** Undefined when another process holds the folder. */
  static async take(folder: string): Promise<FolderClaim | undefined> {
    const name = `claim.${process.pid}.${beganAt(process.pid)}.${randomBytes(4).toString('hex')}`;
    const claim = new FolderClaim(folder, name);
    writeFileSync(join(folder, name), '', { flag: 'wx', mode: 0o600 });
    for (let waitedMs = 0; ; waitedMs += pauseMs) {
      const others = claimantsOf(folder).filter((one) => one.name !== name);
      if (others.length === 0) return claim;
      if (waitedMs >= patienceMs || others.some((one) => one.name < name)) break;
      await pause(pauseMs);
    }
    claim.release();
    return undefined;
  }

  release(): void {
    rmSync(join(this.folder, this.name), { force: true });
  }
}

/** Who lays claim to the folder now. Files of processes that are gone are removed on the way. */
export function claimantsOf(folder: string): Claimant[] {
  return readdirSync(folder).flatMap((name) => {
    const [, pid, began] = /^claim\.(\d+)\.(\w+)\.\w+$/.exec(name) ?? [];
    if (pid === undefined) return [];
    if (beganAt(Number(pid)) === began) return [{ pid: Number(pid), name }];
    rmSync(join(folder, name), { force: true });
    return [];
  });
}
