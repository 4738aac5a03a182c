import type { StickyDocument } from '#libs/bucketing';
import { idKey, type StickyId } from './sticky-id.js';

/** About 300 bytes each. */
const mostDocuments = 50_000;

/**
 * What ids were given, as this process read it last; the least recently used go first. A bucket is never changed, so
 * what is found here holds; what is not found may have been given elsewhere since.
 */
export class StickyCache {
  private readonly documents = new Map<string, StickyDocument>();

  /** Those that are here. */
  find(ids: readonly StickyId[]): StickyDocument[] {
    const found: StickyDocument[] = [];
    for (const id of ids) {
      const key = idKey(id);
      const document = this.documents.get(key);
      if (document === undefined) continue;
      this.documents.delete(key);
      this.documents.set(key, document);
      found.push(document);
    }
    return found;
  }

  keep(ids: readonly StickyId[], documents: readonly (StickyDocument | undefined)[]): void {
    ids.forEach((id, index) => {
      const document = documents[index];
      if (document === undefined) return;
      this.documents.delete(idKey(id));
      this.documents.set(idKey(id), document);
    });
    for (const [oldest] of this.documents) {
      if (this.documents.size <= mostDocuments) return;
      this.documents.delete(oldest);
    }
  }
}
