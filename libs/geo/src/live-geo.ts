import { VerdictError } from '#libs/errors';
import { DatabaseGeoLookup } from './database-geo-lookup.js';
import type { GeoFacts, GeoFile, GeoFiles, GeoLookup, GeoProblem, GeoStatus, GeoVersion } from './geo-lookup.js';
import { geoSources, type GeoOptions, type GeoPart, type GeoSource } from './geo-source.js';

interface HeldSource {
  readonly source: GeoSource;
  /** What answers now; undefined while there was never a file that could. */
  part?: GeoPart;
  /** Of the file that was opened, or refused, last. */
  tried?: string;
  /** Of the file that lay there at the last look. */
  seen?: string;
  problem?: GeoProblem;
}

/** Told of each file that is refused, once; a new file in its place is another one. */
export type OnRefusal = (problem: GeoProblem) => void;

/**
 * A look-up that follows its files. A new one is opened beside the old one, walked whole, and takes its place between two
 * answers; one that cannot be used leaves the old one where it is. Memory while a file is exchanged: both.
 */
export class LiveGeo implements GeoLookup, GeoFiles {
  private readonly held: readonly HeldSource[];
  private current: DatabaseGeoLookup;
  private checking: Promise<boolean> | undefined;

  private constructor(
    options: GeoOptions,
    private readonly onRefusal: OnRefusal,
  ) {
    this.held = geoSources(options).map((source) => ({ source }));
    this.current = lookupOver(this.held);
  }

  /** With whatever can be used of the files; the rest is told, and tried again when it changes. */
  static async open(options: GeoOptions, onRefusal: OnRefusal = () => undefined): Promise<LiveGeo> {
    const geo = new LiveGeo(options, onRefusal);
    await geo.check();
    return geo;
  }

  /**
   * Looks whether other files lie there and takes them in. A file that has just changed waits for the next look: it may
   * still be being written. One check at a time: whoever asks meanwhile waits for the one that goes on.
   * @returns whether another file answers now.
   */
  check(): Promise<boolean> {
    this.checking ??= this.exchange().finally(() => (this.checking = undefined));
    return this.checking;
  }

  lookup(ip: string): GeoFacts {
    return this.current.lookup(ip);
  }

  version(): GeoVersion {
    return this.current.version();
  }

  status(): GeoStatus {
    return this.current.status();
  }

  files(): readonly GeoFile[] {
    return this.held.flatMap(({ source: { role, path }, part }) => {
      const sha256 = part?.database.sha256;
      return sha256 === undefined ? [] : [{ role, path, sha256 }];
    });
  }

  private async exchange(): Promise<boolean> {
    let isOther = false;
    for (const held of this.held) {
      const signature = await held.source.signature();
      const isSettled = held.tried === undefined || signature === held.seen;
      held.seen = signature;
      if (signature === held.tried || !isSettled) continue;
      held.tried = signature;
      isOther = (await this.reopen(held)) || isOther;
      this.current = lookupOver(this.held);
    }
    return isOther;
  }

  private async reopen(held: HeldSource): Promise<boolean> {
    const { role, path } = held.source;
    try {
      held.part = await held.source.open();
      delete held.problem;
      return true;
    } catch (error) {
      const isKnown = error instanceof VerdictError;
      const status = isKnown && error.kind === 'not_found' ? 'missing' : 'corrupt';
      const said = isKnown ? error.message : `The ${role} database ${path} cannot be used: ${String(error)}.`;
      const reason = held.part === undefined ? said : `${said} ${standIn(held.part)} goes on answering.`;
      held.problem = { role, path, status, reason, answered: held.part !== undefined };
      this.onRefusal(held.problem);
      return false;
    }
  }
}

const standIn = ({ database: { file, builtAt } }: GeoPart): string =>
  `The ${file} before it${builtAt === undefined ? '' : `, built on ${builtAt.slice(0, 10)},`}`;

function lookupOver(held: readonly HeldSource[]): DatabaseGeoLookup {
  const parts = held.flatMap(({ part }) => part ?? []);
  const problems = held.flatMap(({ problem }) => problem ?? []);
  return new DatabaseGeoLookup(
    {
      cities: parts.flatMap(({ city }) => city ?? []),
      asn: parts.find(({ asn }) => asn !== undefined)?.asn,
      anonymous: parts.find(({ anonymous }) => anonymous !== undefined)?.anonymous,
    },
    parts.map(({ database }) => database),
    problems,
  );
}
