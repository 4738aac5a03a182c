import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds `package.json` and `sql/`: the same one from the sources and from `dist`. */
export function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!(existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'sql')))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('The folder with package.json and sql/ was not found above this file.');
    folder = parent;
  }
  return folder;
}
