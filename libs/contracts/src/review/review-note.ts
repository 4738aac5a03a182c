import { z } from 'zod';

export const notedKinds = ['pledge', 'backer', 'card', 'device', 'project', 'creator', 'case'] as const;

const entity = { entity_kind: z.enum(notedKinds), entity_id: z.string().min(1).max(128) };

export const noteQuerySchema = z.strictObject(entity);
export const newNoteSchema = z
  .strictObject({ ...entity, text: z.string().trim().min(1).max(4_000) })
  .meta({ id: 'NewNote' });

const watched = z.enum(['backer', 'card', 'project']);

export const watchSchema = z.strictObject({ entity_kind: watched, entity_id: entity.entity_id }).meta({ id: 'Watch' });

export type NoteQuery = z.infer<typeof noteQuerySchema>;
export type NewNote = z.infer<typeof newNoteSchema>;
export type Watch = z.infer<typeof watchSchema>;

export interface NoteView {
  readonly id: string;
  readonly text: string;
  readonly author_id: string;
  readonly author_name: string;
  readonly created_at: Date;
}

/** An entity that the caller watches. */
export interface WatchView extends Watch {
  readonly seen_at: Date;
  /** Answers about its pledges since then, at most 1,000, and when the last one was. */
  readonly new_answers: number;
  readonly last_at: Date | null;
}
