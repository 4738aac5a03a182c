import { Injectable } from '@nestjs/common';
import {
  compilePayload,
  compileTrial,
  Evaluation,
  meetsCondition,
  reportFlag,
  reportRun,
  StickyBuckets,
  stickyValue,
  type Subject,
} from '#libs/bucketing';
import type { EvaluationAnswer, EvaluationRequest } from '#libs/contracts';

/** Evaluates what it is sent: for trying a payload out, and for comparing this evaluator with another. */
@Injectable()
export class EvaluationService {
  answer({ payload, subject, sticky_documents, flags, experiments, condition }: EvaluationRequest): EvaluationAnswer {
    const compiled = compilePayload(payload);
    const sticky = stickyOf(subject.attributes, sticky_documents);
    const evaluation = new Evaluation(compiled, subjectOf(subject, sticky));
    const keys = flags ?? [...compiled.flags.keys()];
    return {
      flags: Object.fromEntries(keys.map((key) => [key, reportFlag(evaluation.flag(key))])),
      experiments: (experiments ?? []).map((one) => reportRun(evaluation.trial(compileTrial(one)), null)),
      condition_met: condition === undefined ? null : meetsCondition(condition, subject.attributes, compiled),
      sticky_documents: Object.values(sticky?.all() ?? {}),
    };
  }
}

/** As clients do, only documents of the subject's own ids are looked at. */
function stickyOf(
  attributes: Readonly<Record<string, unknown>>,
  documents: EvaluationRequest['sticky_documents'],
): StickyBuckets | undefined {
  if (documents === undefined) return undefined;
  return new StickyBuckets(
    documents.filter(
      ({ attributeName: name, attributeValue: value }) =>
        Object.hasOwn(attributes, name) && stickyValue(attributes[name]) === value,
    ),
  );
}

function subjectOf(subject: EvaluationRequest['subject'], sticky: StickyBuckets | undefined): Subject {
  const { attributes, url, forced_variations, forced_flags, enabled, qa_mode } = subject;
  return {
    attributes,
    ...(url === undefined ? {} : { url }),
    ...(forced_variations === undefined ? {} : { forcedVariations: forced_variations }),
    ...(forced_flags === undefined ? {} : { forcedFlags: new Map(Object.entries(forced_flags)) }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(qa_mode === undefined ? {} : { qaMode: qa_mode }),
    ...(sticky === undefined ? {} : { sticky }),
  };
}
