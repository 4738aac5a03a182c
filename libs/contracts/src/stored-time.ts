import { z } from 'zod';
import { isDay, timeOf } from './calendar.js';

/** Of zones: −12:00 to +14:00 there have been; PostgreSQL reads less than 16 hours, RFC 3339 allows 23:59. */
const farOffset = /[+-](1[6-9]|2\d):\d\d$/;

/** A time with its offset that a TIMESTAMPTZ can hold. */
export const timeSchema = z.iso
  .datetime({ offset: true })
  .refine((text) => timeOf(text) !== undefined && !farOffset.test(text), 'a time of the years 1 to 9999');

/** A day that a DATE can hold. */
export const daySchema = z.iso.date().refine(isDay, 'a day of the years 1 to 9999');
