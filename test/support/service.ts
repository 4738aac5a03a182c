import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DynamicModule, Type } from '@nestjs/common';
import { KeyService } from '#libs/access';
import { loadConfig, type Config } from '#libs/config';
import type { Clock, NewKey } from '#libs/contracts';
import type { HttpService } from '#libs/http';
import { createService } from '#libs/service';
import { watchAnswers } from './answers.js';

export interface TestService {
  readonly app: HttpService;
  readonly config: Config;
  /** Makes a key and returns its token. */
  key(key?: Partial<NewKey>): Promise<string>;
  /** @throws Error when a route answered otherwise than it is described. */
  close(): Promise<void>;
}

/** A service of ours on the given servers, with a data folder of its own, reached through `app.getHttpServer()`. */
export async function testService(options: {
  readonly modules: readonly (Type | DynamicModule)[];
  readonly environment: Readonly<Record<string, string>>;
  readonly clock?: Clock;
}): Promise<TestService> {
  const folder = mkdtempSync(join(tmpdir(), 'verdict-data-'));
  const config = loadConfig({ VERDICT_DATA: folder, ...options.environment });
  const app = await createService({
    config,
    name: 'test',
    title: 'Test',
    modules: options.modules,
    quiet: true,
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  });
  await app.init();
  const wrong = watchAnswers(app);
  await app.getHttpAdapter().getInstance().ready();
  return {
    app,
    config,
    key: async (key) => {
      const made = await app.get(KeyService, { strict: false }).add({ kind: 'app', name: 'test', live: true, ...key });
      return made.token;
    },
    close: async () => {
      await app.close();
      rmSync(folder, { recursive: true, force: true });
      if (wrong.length > 0) throw new Error(`Answered otherwise than described:\n${wrong.join('\n')}`);
    },
  };
}
