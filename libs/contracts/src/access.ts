import { z } from 'zod';
import { roles, scopes } from './principal.js';

const email = z
  .email()
  .max(254)
  .transform((text) => text.toLowerCase());
const password = z.string().min(12, 'at least 12 characters').max(1_024);
const name = z.string().trim().min(1).max(100);

export const signInSchema = z.strictObject({ email, password: z.string().max(1_024) }).meta({ id: 'SignIn' });

export const newPersonSchema = z.strictObject({ email, name, role: z.enum(roles), password }).meta({ id: 'NewPerson' });

export const personChangeSchema = z
  .strictObject({ role: z.enum(roles).optional(), disabled: z.boolean().optional() })
  .meta({ id: 'PersonChange' });

export const newKeySchema = z
  .strictObject({
    kind: z.enum(['person', 'app', 'client']),
    name,
    live: z.boolean(),
    scopes: z.array(z.enum(scopes)).min(1).optional(),
    expires_at: z.iso.datetime({ offset: true }).optional(),
  })
  .meta({ id: 'NewKey' });

export const auditQuerySchema = z.strictObject({
  before: z.coerce.number().int().positive().optional(),
  subject_kind: z.string().max(64).optional(),
  subject_id: z.string().max(256).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export type SignIn = z.infer<typeof signInSchema>;
export type NewPerson = z.infer<typeof newPersonSchema>;
export type PersonChange = z.infer<typeof personChangeSchema>;
export type NewKey = z.infer<typeof newKeySchema>;
export type AuditQuery = z.infer<typeof auditQuerySchema>;
