import { z } from 'zod';
import { importExample } from '../examples.js';
import type { Label, OutcomeCategory, OutcomeKind } from '../risk/outcome.js';
import type { ScoreRequest } from '../risk/pledge.js';

export const importKinds = ['pledges', 'outcomes', 'events'] as const;
export const importFormats = ['csv', 'tsv', 'ndjson'] as const;
export const amountUnits = ['minor', 'major'] as const;

const name = z.string().min(1).max(256);

/** How the columns of a file are read; docs/guides/import.md has the fields of each kind. */
export const importMappingSchema = z
  .strictObject({
    map: z
      .record(name, name)
      .default({})
      .meta({ description: 'our field to the column of the file (or a.b within a JSON line)' }),
    set: z.record(name, z.string().max(1_024)).default({}).meta({ description: 'our field to a value for all lines' }),
    amount_unit: z.enum(amountUnits).default('minor').meta({ description: 'minor: 5716 is $57.16; major: 57.16 is' }),
    time_format: z.string().min(1).max(64).default('auto').meta({
      description: 'auto, unix, unix_ms, unix_us, or a pattern of YYYY MM DD HH mm ss S',
    }),
    time_zone: z.string().min(1).max(64).default('UTC').meta({ description: 'IANA zone of times without an offset' }),
    label_delay: z
      .string()
      .regex(/^\d{1,4}[smhd]$/, 'a number and s, m, h or d, as in 7d')
      .optional()
      .meta({ description: 'how long after its pledge a label became known, where no column says when' }),
    label_values: z
      .record(z.string().max(64), z.string().max(32))
      .optional()
      .meta({ description: 'values of the label column to a label, or to the empty text for none' }),
  })
  .meta({ id: 'ImportMapping' });

export const newImportSchema = z
  .strictObject({
    kind: z.enum(importKinds),
    path: z.string().min(1).max(4_096).meta({ description: 'a file on the server' }),
    format: z.enum(importFormats).optional().meta({ description: 'by the name of the file unless said' }),
    mapping: importMappingSchema.prefault({}),
  })
  .meta({ id: 'NewImport', examples: [importExample] });

export const quarantineQuerySchema = z.strictObject({
  after: z.coerce.number().int().nonnegative().default(0).meta({ description: 'the last line seen' }),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

export const importQuerySchema = z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) });

export type ImportKind = (typeof importKinds)[number];
export type ImportFormat = (typeof importFormats)[number];
export type ImportMapping = z.infer<typeof importMappingSchema>;
export type NewImport = z.infer<typeof newImportSchema>;
export type QuarantineQuery = z.infer<typeof quarantineQuerySchema>;
export type ImportQuery = z.infer<typeof importQuerySchema>;

/** What an import has done so far. A line that brings a pledge and a label counts in both. */
export interface ImportCounts {
  readonly lines: number;
  readonly quarantined: number;
  readonly pledges: number;
  readonly outcomes: number;
  readonly labels: number;
  readonly events: number;
  /** Pledges, outcomes and labels that were there already. */
  readonly repeated: number;
  readonly scored: number;
}

/** The end of an import in a few numbers. */
export interface ImportReport {
  /** True when the file ends in the middle of something: what came before it is in. */
  readonly truncated: boolean;
  /** Why, or what else a person should know. */
  readonly notes: readonly string[];
  /** Area under the ROC curve of fraud against the rest of the import's pledges; null without both. */
  readonly auc: number | null;
  readonly average_precision: number | null;
  /** Scored pledges that are labelled fraud by now. */
  readonly frauds: number;
}

export const importStates = ['pending', 'running', 'done', 'failed', 'cancelled'] as const;

export interface ImportView {
  readonly id: string;
  readonly kind: ImportKind;
  readonly name: string;
  readonly checksum: string;
  readonly bytes: number;
  readonly mapping: unknown;
  readonly job_id: string | null;
  readonly state: (typeof importStates)[number];
  readonly error: string | null;
  readonly counts: ImportCounts;
  readonly report: ImportReport | null;
  readonly created_by: string;
  readonly created_at: Date;
  readonly finished_at: Date | null;
}

/** The answer to a request for an import; `repeated` when this file was imported, or is being, in the same way. */
export interface ImportAnswer {
  readonly import: ImportView;
  readonly repeated: boolean;
}

export interface QuarantinedLine {
  readonly line: number;
  readonly field: string | null;
  readonly rule: string;
  readonly detail: string;
}

/** A label and when it became known, µs since 1970 UTC. */
export interface ImportedLabel {
  readonly label: Label;
  readonly knownAt: number;
}

/** What tables beside the pledge say, where a line has it itself. Times are ms since 1970 UTC. */
export interface ImportedFacts {
  readonly signedUpAt?: number;
  readonly creatorId?: string;
  readonly launchedAt?: number;
  readonly creatorSignedUpAt?: number;
}

/** A pledge as an import brings it: the request that would have been scored, at its own time (µs since 1970 UTC). */
export interface ImportedPledge {
  readonly kind: 'pledge';
  readonly line: number;
  readonly time: number;
  readonly request: ScoreRequest;
  readonly facts?: ImportedFacts;
  readonly label?: ImportedLabel;
}

/** What happened to a pledge that is there, or in an earlier line of the import. Times are µs since 1970 UTC. */
export interface ImportedOutcome {
  readonly kind: 'outcome';
  readonly line: number;
  readonly pledgeId: string;
  /** Absent: the line brings only a label. */
  readonly outcome?: {
    readonly id: string;
    readonly kind: OutcomeKind;
    readonly category?: OutcomeCategory;
    readonly reasonCode?: string;
    readonly won?: boolean;
    /** Minor units of `currency`. */
    readonly amount?: number;
    readonly currency?: string;
    readonly occurredAt: number;
    readonly knownAt: number;
  };
  readonly label?: ImportedLabel;
}

export type ImportedRow = ImportedPledge | ImportedOutcome;

/** A place in the order of an import's rows: when it became known (µs), its line, 0 for the pledge or outcome and 1 for its label. */
export interface ImportPlace {
  readonly knownAt: number;
  readonly line: number;
  readonly part: number;
}

/** How far an import is: it reads lines, then gives stamps and makes observations, then scores. */
export type ImportPosition =
  | {
      readonly phase: 'read';
      /** The last line that is stored or left aside. */
      readonly line: number;
      /** Rows that the lines brought so far. */
      readonly rows: number;
      /** Parts of an event import that are written. */
      readonly parts: number;
    }
  | {
      readonly phase: 'observe' | 'score';
      /** All rows, and those of this phase that are done. */
      readonly rows: number;
      readonly done: number;
      readonly after: ImportPlace;
      /** The last stamp that was given. */
      readonly stamp: number;
      readonly batch: number;
      readonly truncated: boolean;
      readonly notes: readonly string[];
    };

export const importStart: ImportPosition = { phase: 'read', line: 0, rows: 0, parts: 0 };

export const noCounts: ImportCounts = {
  lines: 0,
  quarantined: 0,
  pledges: 0,
  outcomes: 0,
  labels: 0,
  events: 0,
  repeated: 0,
  scored: 0,
};
