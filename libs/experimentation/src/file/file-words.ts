import type { FileEffectView } from '#libs/contracts';
import { numberText, percentText, pText, signedText } from '../results/number-text.js';
import type { EffectCase } from './file-effects.js';

type Judged = Omit<FileEffectView, 'words'>;

/** What an effect says, in one sentence that needs no statistics to be read. */
export function wordsOf({ metric, variant }: EffectCase, effect: Judged, context: WordContext): string {
  const { absolute, relative, joint, verdict, detectable } = effect;
  const name = `${metric.key} in ${variant}`;
  if (absolute.kind !== 'estimate') return `${name}: no answer. ${absolute.detail}`;
  if (!context.trusted) return `${name}: no verdict, since the data cannot be trusted (see above).`;
  const level = `${numberText(100 * (1 - context.alpha))} % interval`;
  const size =
    relative.kind === 'estimate'
      ? `${percentText(relative.estimate)} (${level} ${percentText(relative.interval.lower)} to ${percentText(relative.interval.upper)})`
      : `${signedText(absolute.estimate)} (${level} ${signedText(absolute.interval.lower)} to ${signedText(absolute.interval.upper)})`;
  const p =
    joint === null || context.comparisons === 1 ? `p ${pText(absolute.p_value)}` : `p ${pText(joint.p_value)} by Holm`;
  if (verdict === 'higher' || verdict === 'lower')
    return `${name} is ${verdict} than in ${context.baseline}: ${size}, ${p}.`;
  const alone =
    absolute.p_value <= context.alpha
      ? ` Taken alone it would pass; among ${context.comparisons} comparisons it may be luck.`
      : '';
  return `No difference found for ${name}: ${size}, ${p}.${alone}${missedText(detectable)}`;
}

export interface WordContext {
  readonly baseline: string;
  readonly alpha: number;
  readonly comparisons: number;
  readonly trusted: boolean;
}

function missedText(detectable: FileEffectView['detectable']): string {
  if ('kind' in detectable) return '';
  const size =
    detectable.relative === null ? numberText(detectable.absolute) : percentText(detectable.relative).slice(1);
  return ` An effect smaller than ${size} would be missed more than one time in five.`;
}
