import type { BucketTable } from '#libs/contracts';
import type { CopyColumn } from '../warehouse.js';

type Type = CopyColumn['type'];

const must = (name: string, type: Type): CopyColumn => ({ name, type, required: true });
const may = (name: string, type: Type): CopyColumn => ({ name, type, required: false });

const ofGeography = [may('ip4', 'integer'), may('ip6', 'text')];
const ofTheLog = [must('live', 'boolean'), may('log_transaction', 'integer'), may('log_position', 'integer')];

/** The first link of each visitor among new events. */
export const linkColumns: readonly CopyColumn[] = [
  must('visitor_id', 'text'),
  must('backer_id', 'text'),
  must('linked_at', 'timestamp'),
  ...ofTheLog,
];

/** The fields of the lines of our own tables: what is staged, and what a line is checked for. */
export const logTables: Readonly<Record<BucketTable, readonly CopyColumn[]>> = {
  event: [
    { ...must('identity', 'text'), pattern: /^[0-9a-f]{32}$/ },
    must('source', 'text'),
    must('event', 'text'),
    must('distinct_id', 'text'),
    must('time', 'epoch_ms'),
    may('insert_id', 'text'),
    may('ip', 'text'),
    ...ofGeography,
    must('properties', 'object'),
    ...ofTheLog,
  ],
  pledge: [
    must('pledge_id', 'text'),
    may('backer_id', 'text'),
    may('project_id', 'text'),
    may('amount', 'integer'),
    may('currency', 'text'),
    may('base_amount', 'integer'),
    must('time', 'epoch_ms'),
    ...ofGeography,
    ...ofTheLog,
  ],
  pledge_outcome: [
    must('pledge_id', 'text'),
    must('outcome_id', 'text'),
    must('kind', 'text'),
    may('category', 'text'),
    may('reason_code', 'text'),
    may('amount', 'integer'),
    may('currency', 'text'),
    may('base_amount', 'integer'),
    must('occurred_at', 'epoch_ms'),
    must('known_at', 'epoch_ms'),
    ...ofTheLog,
  ],
  pledge_assessment: [
    must('pledge_id', 'text'),
    must('revision', 'integer'),
    must('risk_score', 'double'),
    may('risk_level', 'text'),
    may('disposition', 'text'),
    may('amount', 'integer'),
    may('currency', 'text'),
    may('base_amount', 'integer'),
    may('project_id', 'text'),
    may('backer_id', 'text'),
    must('time', 'epoch_ms'),
    must('origin', 'text'),
    ...ofGeography,
    ...ofTheLog,
  ],
};
