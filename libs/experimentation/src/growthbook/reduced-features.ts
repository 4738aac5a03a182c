import {
  Evaluation,
  type CompiledPayload,
  type FlagAnswer,
  type FlagResult,
  type Run,
  type Subject,
  type Variation,
} from '#libs/bucketing';

/** What a flag gives, as fields of `features`. */
interface FeatureText {
  /** Where no experiment was met. */
  readonly plain: string;
  /** Up to the exposures. */
  readonly beforeTracks: string;
  /** JSON of the flag's key. */
  readonly key: string;
}

/** The last id that was turned into text: that of one subject is in most of its exposures. */
interface IdText {
  attribute: string;
  value: unknown;
  text: string;
}

const afterTracks = ']}]}';

/**
 * Each flag reduced to what one subject gets: a `ReducedFeature`. Nothing in it says why: no condition, group, seed,
 * weight or rule. The text of an answer and that of a variation's exposure are made once, since all who get them share
 * them; an answer to a subject is their concatenation.
 *
 * Source: the answers of the GrowthBook proxy to `/api/eval`.
 */
export class ReducedFeatures {
  private readonly features = new WeakMap<FlagAnswer, FeatureText>();
  private readonly exposures = new WeakMap<Variation, string>();

  /** JSON of the `features` of a `GrowthBookAnswers`. */
  of(payload: CompiledPayload, subject: Subject): string {
    const evaluation = new Evaluation(payload, subject);
    const id: IdText = { attribute: '', value: undefined, text: '' };
    let list = '';
    for (const key of payload.flags.keys()) {
      const text = this.featureText(evaluation.flag(key), id);
      list = list === '' ? text : `${list},${text}`;
    }
    return `{${list}}`;
  }

  private featureText(result: FlagResult, id: IdText): string {
    const { plain, beforeTracks, key } = this.preparedFeature(result.answer);
    if (result.met.length === 0) return plain;
    let tracks = '';
    for (const run of result.met) {
      const feature = run === result.run ? key : 'null';
      const track = `${this.preparedExposure(run)}${feature}${stickiness(run)}${idText(run, id)}}}`;
      tracks = tracks === '' ? track : `${tracks},${track}`;
    }
    return `${beforeTracks}${tracks}${afterTracks}`;
  }

  private preparedFeature(answer: FlagAnswer): FeatureText {
    const known = this.features.get(answer);
    if (known !== undefined) return known;
    const [key, value] = [JSON.stringify(answer.flag), JSON.stringify(answer.value ?? null)];
    const start = `${key}:{"defaultValue":${value}`;
    const prepared = { plain: `${start}}`, beforeTracks: `${start},"rules":[{"force":${value},"tracks":[`, key };
    this.features.set(answer, prepared);
    return prepared;
  }

  /** Up to the key of the flag. */
  private preparedExposure({ trial, variation }: Run): string {
    const known = this.exposures.get(variation);
    if (known !== undefined) return known;
    const experiment = JSON.stringify({ key: trial.key, variations: trial.variations.map(() => ({})) });
    const { key, index: variationId, value = null } = variation;
    const result = JSON.stringify({ key, variationId, value, inExperiment: true, hashUsed: true }).slice(0, -1);
    const prepared = `{"experiment":${experiment},"result":${result},"featureId":`;
    this.exposures.set(variation, prepared);
    return prepared;
  }
}

const stickiness = ({ reason }: Run): string =>
  reason === 'sticky' ? ',"stickyBucketUsed":true' : ',"stickyBucketUsed":false';

function idText({ hashAttribute, hashValue }: Run, last: IdText): string {
  if (last.attribute === hashAttribute && last.value === hashValue) return last.text;
  last.attribute = hashAttribute;
  last.value = hashValue;
  last.text = `,"hashAttribute":${JSON.stringify(hashAttribute)},"hashValue":${JSON.stringify(hashValue)}`;
  return last.text;
}
