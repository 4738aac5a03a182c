/** Which variations one id was given: by `experiment__bucketVersion`, the key of the variation. */
export interface StickyDocument {
  readonly attributeName: string;
  readonly attributeValue: string;
  readonly assignments: Readonly<Record<string, string>>;
}

/** The name of a document. @example stickyKey('device', 'd1') // 'device||d1' */
export const stickyKey = (attribute: string, value: string): string => `${attribute}||${value}`;

/** An id as documents have it. */
export const stickyValue = (id: unknown): string => (typeof id === 'string' ? id : (JSON.stringify(id) ?? ''));

/** What an experiment asks of the documents. */
export interface StickyQuestion {
  readonly experiment: string;
  readonly bucketVersion: number;
  readonly minBucketVersion: number;
  readonly hash: { readonly attribute: string; readonly id: unknown };
  /** An id that the subject had before, as before it signed in; '' is none. */
  readonly fallback: { readonly attribute: string; readonly id: unknown };
}

/** What the documents say about one experiment. */
export interface StickyFinding {
  /** Key of the variation that was given before; null where there is none. */
  readonly variation: string | null;
  /** An earlier version had one. */
  readonly blocked: boolean;
  /** There may be another in what could not be read: no exposure counts, and nothing is to be kept of it. */
  readonly unavailable: boolean;
}

/** A variation that an id is given from now on. */
export interface StickyAssignment {
  readonly attribute: string;
  /** The id as documents have it. */
  readonly value: string;
  readonly experiment: string;
  readonly bucketVersion: number;
  readonly variation: string;
}

/**
 * The documents of one subject during its evaluation: what is assigned is noted, so that the next flag meets it, and
 * can be asked for afterwards, to be stored.
 */
export class StickyBuckets {
  private readonly documents: Map<string, StickyDocument>;
  private readonly noted: StickyAssignment[] = [];
  /** Whether something was asked for that is not known for sure. */
  missed = false;

  /**
   * @param unread names of the documents that are not here, where nothing can be read or kept now; undefined where what is
   * in no document was never given
   */
  constructor(
    documents: Iterable<StickyDocument>,
    private readonly unread?: ReadonlySet<string>,
  ) {
    this.documents = new Map(
      Array.from(documents, (one) => [stickyKey(one.attributeName, one.attributeValue), one] as const),
    );
  }

  /** What the id was given before; an id that the experiment hashes counts more than the one before it. */
  find(question: StickyQuestion): StickyFinding {
    const { experiment, bucketVersion, minBucketVersion, hash, fallback } = question;
    const own = this.assignments(hash.attribute, hash.id);
    const earlier = fallback.id === '' ? undefined : this.assignments(fallback.attribute, fallback.id);
    const given = { ...earlier, ...own };
    if (minBucketVersion > 0 && hasEarlier(given, experiment, minBucketVersion))
      return { variation: null, blocked: true, unavailable: false };
    const name = assignmentName(experiment, bucketVersion);
    const variation = Object.hasOwn(given, name) ? (given[name] ?? null) : null;
    const unavailable = this.unread !== undefined && !this.holds(question, this.unread);
    if (unavailable) this.missed = true;
    return { variation, blocked: false, unavailable };
  }

  assign(
    attribute: string,
    id: unknown,
    experiment: string,
    { bucketVersion, variation }: { bucketVersion: number; variation: string },
  ): void {
    const name = assignmentName(experiment, bucketVersion);
    const before = this.assignments(attribute, id);
    if (before?.[name] === variation) return;
    const attributeValue = stickyValue(id);
    const key = stickyKey(attribute, attributeValue);
    const assignments = { ...before, [name]: variation };
    this.documents.set(key, { attributeName: attribute, attributeValue, assignments });
    this.noted.push({ attribute, value: attributeValue, experiment, bucketVersion, variation });
  }

  /** What was not in the documents, in the order in which it was given. */
  given(): readonly StickyAssignment[] {
    return this.noted;
  }

  /** All documents by name, with what was assigned. */
  all(): Record<string, StickyDocument> {
    return Object.fromEntries(this.documents);
  }

  /**
   * Whether no document that could not be read would change the finding: the id that counts has its variation, and no
   * other could have been given an earlier version of it that keeps it out.
   */
  private holds(
    { experiment, bucketVersion, minBucketVersion, hash, fallback }: StickyQuestion,
    unread: ReadonlySet<string>,
  ): boolean {
    const { attribute, id } = hash.id === '' ? fallback : hash;
    const given = this.assignments(attribute, id);
    if (given === undefined || !Object.hasOwn(given, assignmentName(experiment, bucketVersion))) return false;
    return minBucketVersion === 0 || ![hash, fallback].some((one) => unread.has(nameOf(one)));
  }

  private assignments(attribute: string, id: unknown): Readonly<Record<string, string>> | undefined {
    return this.documents.get(stickyKey(attribute, stickyValue(id)))?.assignments;
  }
}

const nameOf = ({ attribute, id }: StickyQuestion['hash']): string => stickyKey(attribute, stickyValue(id));

const assignmentName = (experiment: string, bucketVersion: number): string => `${experiment}__${bucketVersion}`;

/** Looks through what was given, not through all versions: a hostile number of them would take for ever. */
function hasEarlier(given: Readonly<Record<string, string>>, experiment: string, version: number): boolean {
  const start = `${experiment}__`;
  return Object.keys(given).some((name) => {
    const rest = name.startsWith(start) ? name.slice(start.length) : '';
    return /^\d{1,9}$/.test(rest) && Number(rest) < version;
  });
}
