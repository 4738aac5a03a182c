import { Inject, Injectable } from '@nestjs/common';
import type { LayerList, LayerView } from '#libs/contracts';
import { notFound } from '#libs/errors';
import { Database, DATABASE } from '#libs/postgres';
import { freeRoom } from './free-room.js';
import { listParts, type StoredPart } from './layer-part.js';

/** Layers are what experiments and flags name: one exists while somebody has, or plans, a part of it. */
@Injectable()
export class LayerService {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async list(): Promise<LayerList> {
    const parts = await listParts(this.database);
    const keys = [...new Set(parts.map(({ layer }) => layer))];
    return {
      layers: keys.map((key) =>
        viewOf(
          key,
          parts.filter(({ layer }) => layer === key),
        ),
      ),
    };
  }

  async get(key: string): Promise<LayerView> {
    const found = (await this.list()).layers.find((layer) => layer.key === key);
    if (found === undefined) throw notFound(`Nobody has a part of a layer ${key}: all of it is free.`);
    return found;
  }
}

function viewOf(key: string, parts: readonly StoredPart[]): LayerView {
  return {
    key,
    attribute: (parts.find(({ held }) => held) ?? parts[0])?.attribute ?? '',
    parts: parts.map(({ layer: _, attribute: __, ...part }) => part),
    free: freeRoom(parts.filter(({ held }) => held)),
  };
}
