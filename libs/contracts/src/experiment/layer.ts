import type { LayerPart } from './experiment.js';

/** Who has a part of a layer. */
export interface LayerHolder {
  /** Key of the experiment; null for a flag's rule that is none. */
  readonly experiment: string | null;
  /** Key of the flag and id of its rule; null where the experiment has the part by itself. */
  readonly flag: string | null;
  readonly rule: string | null;
}

export interface HeldPart extends LayerHolder, Omit<LayerPart, 'key'> {
  /** False for a draft: it holds nothing until it starts, and starts only where there is room. */
  readonly held: boolean;
}

/** A layer: what its units are divided by, who has which part, and where there is room. */
export interface LayerView {
  readonly key: string;
  /** The attribute whose hash divides it: `visitor`, `backer` or `project` for experiments. */
  readonly attribute: string;
  /** By where they begin. */
  readonly parts: readonly HeldPart[];
  /** What nobody holds, by where it begins. */
  readonly free: readonly { readonly from: number; readonly to: number }[];
}

export interface LayerList {
  readonly layers: readonly LayerView[];
}
