import { setTimeout as pause } from 'node:timers/promises';
import { FolderClaim } from '../../apps/verdict/src/supervisor/folder-claim.js';

/** Claims a folder at the time that it is told, says whether it holds it, and lets go of it with the next one. */
let claim: FolderClaim | undefined;

async function next({ folder, at }: { readonly folder: string; readonly at: number }): Promise<void> {
  claim?.release();
  await pause(at - Date.now());
  claim = await FolderClaim.take(folder);
  process.send?.({ holds: claim !== undefined });
}

process.on('message', (message) => void next(message as Parameters<typeof next>[0]));
process.on('disconnect', () => process.exit());
