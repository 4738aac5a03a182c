import {
  Evaluation,
  isBandit,
  type CompiledPayload,
  type FlagAnswer,
  type FlagResult,
  type Run,
  type Subject,
  type Variation,
} from '#libs/bucketing';
import { isRecordable } from '../exposure/recordable-id.js';

/** What a flag gives, as a field of `features` with the comma before it. */
interface FeatureBytes {
  /** Where no experiment was met. */
  readonly plain: Buffer;
  /** Up to the exposures. */
  readonly beforeTracks: string;
  /** Up to the id in the exposure to the experiment that gave it, where that is the only one and its hash decided. */
  readonly beforeId: Buffer;
  /** JSON of the flag's key. */
  readonly key: string;
}

/** The last id that was turned into text: that of one subject is in most of its exposures. */
class LastId {
  private attribute = '';
  private value: unknown;
  private text = '';
  private bytes: Buffer | undefined;
  private recordable = false;

  /** Whether exposures take it. */
  isRecordable(run: Run): boolean {
    this.look(run);
    return this.recordable;
  }

  textOf(run: Run): string {
    this.look(run);
    return this.text;
  }

  private look({ hashAttribute, hashValue }: Run): void {
    if (this.attribute === hashAttribute && this.value === hashValue) return;
    this.attribute = hashAttribute;
    this.value = hashValue;
    this.text = `,"hashAttribute":${JSON.stringify(hashAttribute)},"hashValue":${JSON.stringify(hashValue)}}}`;
    this.bytes = undefined;
    this.recordable = isRecordable(hashValue);
  }

  /** With the end of a feature whose only exposure it is. */
  bytesOf(run: Run): Buffer {
    const text = this.textOf(run);
    return (this.bytes ??= Buffer.from(`${text}${afterTracks}`));
  }
}

const isReported = (run: Run, id: LastId): boolean => !isBandit(run) && id.isRecordable(run);

/** What the clients report: nothing of a bandit, and nothing of an id that exposures refuse. */
function recordableOf({ met }: FlagResult, id: LastId): readonly Run[] {
  for (const run of met) if (!isReported(run, id)) return met.filter((one) => isReported(one, id));
  return met;
}

const afterTracks = ']}]}';
const comma = 1;

/**
 * Each flag reduced to what one subject gets: a `ReducedFeature`. Nothing in it says why: no condition, group, seed,
 * weight or rule. The bytes of an answer and of a variation's exposure are made once, since all who get them share them;
 * an answer to a subject is their concatenation, to be copied once and never encoded.
 *
 * Source: the answers of the GrowthBook proxy to `/api/eval`.
 */
export class ReducedFeatures {
  private readonly features = new WeakMap<FlagAnswer, FeatureBytes>();
  private readonly exposures = new WeakMap<Variation, string>();

  /** Parts of the JSON of the fields of a `GrowthBookAnswers`' `features`. */
  of(payload: CompiledPayload, subject: Subject): Buffer[] {
    const evaluation = new Evaluation(payload, subject);
    const id = new LastId();
    const parts: Buffer[] = [];
    for (const key of payload.flags.keys()) this.add(parts, evaluation.flag(key), id);
    const [first] = parts;
    if (first !== undefined) parts[0] = first.subarray(comma);
    return parts;
  }

  private add(parts: Buffer[], result: FlagResult, id: LastId): void {
    const { run, answer } = result;
    const met = recordableOf(result, id);
    const bytes = this.features.get(answer) ?? this.prepare(result);
    if (met.length === 0) parts.push(bytes.plain);
    else if (met.length === 1 && met[0] === run && run?.reason === 'hashed')
      parts.push(bytes.beforeId, id.bytesOf(run));
    else parts.push(Buffer.from(this.withAll({ ...result, met }, bytes, id)));
  }

  private withAll({ met, run }: FlagResult, { beforeTracks, key }: FeatureBytes, id: LastId): string {
    const tracks = met.map((one) => {
      const feature = one === run ? key : 'null';
      return `${this.preparedExposure(one)}${feature}${stickiness(one)}${id.textOf(one)}`;
    });
    return `${beforeTracks}${tracks.join(',')}${afterTracks}`;
  }

  private prepare({ answer, run }: FlagResult): FeatureBytes {
    const [key, value] = [JSON.stringify(answer.flag), JSON.stringify(answer.value ?? null)];
    const start = `,${key}:{"defaultValue":${value}`;
    const beforeTracks = `${start},"rules":[{"force":${value},"tracks":[`;
    const exposure = run === null ? '' : `${this.preparedExposure(run)}${key}${hashed}`;
    const [plain, beforeId] = [Buffer.from(`${start}}`), Buffer.from(`${beforeTracks}${exposure}`)];
    const prepared = { plain, beforeTracks, beforeId, key };
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

const hashed = ',"stickyBucketUsed":false';

const stickiness = ({ reason }: Run): string => (reason === 'sticky' ? ',"stickyBucketUsed":true' : hashed);
