import { z } from 'zod';
import { keyEvaluations, roles, scopes, type KeyEvaluation, type Principal, type Role } from './principal.js';
import { timeSchema } from '../stored-time.js';

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
  .refine((change) => Object.keys(change).length > 0, 'role, disabled or both')
  .meta({ id: 'PersonChange' });

export const newKeySchema = z
  .strictObject({
    kind: z.enum(['person', 'app', 'client']),
    name,
    live: z.boolean(),
    evaluation: z.enum(keyEvaluations).optional().meta({
      description: 'of a client’s key only: `local` gives its holder the rules, `remote` (unless said) does not',
    }),
    scopes: z.array(z.enum(scopes)).min(1).optional(),
    expires_at: timeSchema.optional(),
  })
  .meta({ id: 'NewKey' });

const daySeconds = 86_400;

export const keyRotationSchema = z
  .strictObject({
    overlap_seconds: z
      .int()
      .min(0)
      .max(90 * daySeconds)
      .default(daySeconds)
      .meta({ description: 'how long the old key still works' }),
    expires_at: timeSchema.optional().meta({ description: 'of the new key; never unless said' }),
  })
  .meta({ id: 'KeyRotation' });

export const auditQuerySchema = z.strictObject({
  before: z.coerce.number().int().positive().optional(),
  subject_kind: z.string().max(64).optional(),
  subject_id: z.string().max(256).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** `GET /v1/session`: whom the cookie stands for, and what pages need to know of the company. */
export interface SessionView {
  /** Null: nobody is signed in. */
  readonly person: Principal | null;
  /** ISO 4217: base amounts and metrics of amounts are in its minor units. */
  readonly company_currency: string;
}

/** Who may sign in here, or no longer may. */
export interface PersonView {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly created_at: Date;
  readonly disabled_at: Date | null;
}

/** A key without its token, which nobody sees twice. */
export interface KeyView {
  readonly id: string;
  readonly kind: NewKey['kind'];
  /** Of a client's key; null for others. */
  readonly evaluation: KeyEvaluation | null;
  /** True of a `local` key: whoever has it sees the rules of every published flag. */
  readonly shows_rules: boolean;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly live: boolean;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
  /** The minute. */
  readonly last_used_at: Date | null;
}

/** A new key with its token, which is shown only here. */
export interface KeyMade {
  readonly id: string;
  readonly token: string;
  readonly evaluation: KeyEvaluation | null;
  /** True of a `local` key: whoever has it sees the rules of every published flag. */
  readonly shows_rules: boolean;
}

/** A key's successor, and until when the key itself still works. */
export interface KeyRotated extends KeyMade {
  readonly previous: { readonly id: string; readonly expires_at: Date };
}

/** Who did what, and what was there before and after. */
export interface AuditView {
  readonly id: number;
  readonly at: Date;
  readonly actor_kind: string;
  readonly actor_id: string;
  readonly actor_name: string;
  readonly action: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly request_id: string | null;
}

export type SignIn = z.infer<typeof signInSchema>;
export type NewPerson = z.infer<typeof newPersonSchema>;
export type PersonChange = z.infer<typeof personChangeSchema>;
export type NewKey = z.infer<typeof newKeySchema>;
export type KeyRotation = z.infer<typeof keyRotationSchema>;
export type AuditQuery = z.infer<typeof auditQuerySchema>;
