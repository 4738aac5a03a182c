import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileLooks, FileReadout } from '#libs/contracts';
import { analyseFile, analyseLooks, formatOf, type FileAsked, type LooksAsked } from '#libs/experimentation';
import { warehouseCatalogue } from './warehouse.js';

const folder = mkdtempSync(join(tmpdir(), 'verdict-file-'));

/** A file with this content. */
export function fileOf(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** The readout of a file whose columns are called as here. */
export const analysed = (
  path: string,
  over: Partial<FileAsked> = {},
  memoryBytes = 536_870_912,
): Promise<FileReadout> =>
  analyseFile(
    {
      path,
      format: over.format ?? formatOf(path),
      unit: 'user_id',
      variant: 'variant',
      date: null,
      metrics: ['spend'],
      kinds: [],
      caps: [],
      covariates: [],
      weights: [],
      baseline: null,
      alpha: 0.05,
      missing: 'leave_out',
      ...over,
    },
    { catalogue: warehouseCatalogue, commit: 'a'.repeat(40), memoryBytes, threads: 2 },
  );

/** The looks at a table of summaries. */
export const lookedAt = (path: string, over: Partial<LooksAsked> & Pick<LooksAsked, 'rows'>): Promise<FileLooks> =>
  analyseLooks(
    {
      path,
      format: formatOf(path),
      planned: null,
      procedure: null,
      every: 1,
      baseline: null,
      weights: [],
      alpha: 0.05,
      ...over,
    },
    { catalogue: warehouseCatalogue, commit: 'a'.repeat(40), memoryBytes: 268_435_456, threads: 2 },
  );

export interface FileUnit {
  readonly user_id: string;
  readonly variant: string;
  readonly day: string;
  readonly visits: number;
  /** In hundredths. */
  readonly spend: number;
  readonly converted: number;
  /** In hundredths. */
  readonly prior: number;
}

/** 600 units by the generator of Park and Miller, so that anybody can make them again. */
export function drawnUnits(): FileUnit[] {
  let state = 20_260_310;
  const next = (below: number): number => {
    state = (state * 16_807) % 2_147_483_647;
    return state % below;
  };
  return Array.from({ length: 600 }, (_, index) => {
    const [side, prior, more, extra, luck] = [next(100), next(1_000), next(5), next(800), next(100)];
    const isNew = side < 50;
    return {
      user_id: `u-${index}`,
      variant: isNew ? 'new' : 'control',
      day: `2026-03-${String(1 + Math.floor(index / 60)).padStart(2, '0')}`,
      visits: 1 + more,
      spend: prior + extra + (isNew ? 60 : 0),
      converted: luck < (isNew ? 24 : 15) ? 1 : 0,
      prior,
    };
  });
}

export const columns = ['user_id', 'variant', 'day', 'visits', 'spend', 'converted', 'prior'] as const;

/** Rows of the units; every tenth has two, between which its sums are divided. */
export const drawnRows = (): (string | number)[][] =>
  drawnUnits().flatMap(({ user_id, variant, day, visits, spend, converted, prior }, index) => {
    const first = index % 10 === 0 ? Math.floor(spend / 3) : spend;
    const row = [user_id, variant, day, visits, first / 100, converted, prior / 100];
    return index % 10 === 0 ? [row, [user_id, variant, day, 0, (spend - first) / 100, 0, prior / 100]] : [row];
  });

export const csvOf = (rows: readonly (readonly (string | number)[])[], delimiter = ','): string =>
  [columns, ...rows].map((row) => row.join(delimiter)).join('\n');
