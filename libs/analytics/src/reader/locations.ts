import { Inject, Injectable } from '@nestjs/common';
import { objectLocation } from '#libs/config';
import { OBJECTS, openObjectStore, type ObjectStore } from '#libs/objects';
import { filePattern } from './file-pattern.js';

/** The objects below a location of a source; names begin below it. */
export class Location {
  constructor(
    private readonly store: ObjectStore,
    /** What all of them begin with in the store; empty, or with a `/` at its end. */
    private readonly prefix: string,
  ) {}

  async *read(name: string): AsyncGenerator<Buffer> {
    for await (const chunk of await this.store.get(this.prefix + name)) yield chunk as Buffer;
  }

  async text(name: string): Promise<string> {
    return (await this.store.read(this.prefix + name)).toString('utf8');
  }

  exists(name: string): Promise<boolean> {
    return this.store.exists(this.prefix + name);
  }

  async list(prefix: string): Promise<string[]> {
    const names = await this.store.list(this.prefix + prefix);
    return names.map((name) => name.slice(this.prefix.length));
  }

  /** The objects that a pattern means on a day, in the order of their names. @throws Error when there are none yet. */
  async find(pattern: string, day: string): Promise<string[]> {
    const { prefix, matches } = filePattern(pattern, day);
    const found = (await this.list(prefix)).filter(matches);
    // It may come: nobody says that a day is empty by leaving its file out.
    if (found.length === 0) throw new Error(`There is no file ${pattern} of ${day} yet.`);
    return found;
  }
}

/** Opens what a source's `location` names: a folder, a bucket elsewhere, or a prefix of the product's own buckets. */
@Injectable()
export class Locations {
  private readonly stores = new Map<string, Promise<ObjectStore>>();

  constructor(@Inject(OBJECTS) private readonly own: ObjectStore) {}

  async open(location: string): Promise<Location> {
    if (location.startsWith(ours)) return new Location(this.own, folderPrefix(location.slice(ours.length)));
    // One client a location: it keeps its connections.
    const known = this.stores.get(location) ?? openObjectStore(objectLocation(location));
    this.stores.set(location, known);
    return new Location(await known, '');
  }
}

const ours = 'buckets:';

/** @throws Error with the rule that a location breaks. */
export function checkLocation(location: string): void {
  if (!location.startsWith(ours)) objectLocation(location);
}

/** `a/b` and `/a/b/` are `a/b/`. */
const folderPrefix = (path: string): string => {
  const trimmed = path.replace(/^\/+|\/+$/g, '');
  return trimmed === '' ? '' : `${trimmed}/`;
};
