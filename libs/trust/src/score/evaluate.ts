import {
  defaultPolicy,
  deriveFeatures,
  emptyRuleset,
  featureCatalogue,
  logit,
  priorScorecard,
  score,
  scorecardModel,
  type Disposition,
  type FeatureInputs,
  type FeatureValue,
  type FeatureValues,
  type Model,
  type ScoreAnswer,
  type Entities,
} from '#libs/scoring';
import type { Configuration } from '../configuration/configuration.js';
import { shortHash } from '../hash.js';
import type { GeoAnswer, PledgeFacts } from './lookups.js';
import { flagOf, textOf, type Subject } from './subject.js';

/** What a pledge is judged by, all of it at hand. */
export interface Evidence {
  readonly subject: Subject;
  readonly entities: Entities;
  readonly facts: PledgeFacts | undefined;
  readonly geo: GeoAnswer;
  /** Undefined: velocity is unknown. */
  readonly velocity: FeatureValues | undefined;
  /** µs. */
  readonly windowEnd: number;
  /** Posted long after its own time; as the first request with this body was. */
  readonly isLate: boolean;
  readonly configuration: Configuration;
  /** What a test key asked for by a magic value, in points of risk_score. */
  readonly forcedScore: number | undefined;
}

export interface Judgement {
  readonly answer: ScoreAnswer;
  readonly disposition: Disposition;
  /** An override of the policy changed what the rules and thresholds said. */
  readonly isOverridden: boolean;
  readonly features: Readonly<Record<string, FeatureValue>>;
  readonly versions: Readonly<Record<string, string | number | null>>;
}

/** Of the catalogue: an added or changed feature is another version. */
const featuresVersion = shortHash(featureCatalogue);

export function judge(evidence: Evidence): Judgement {
  const { subject, configuration, velocity, geo, forcedScore } = evidence;
  const features = known({
    ...deriveFeatures(featureInputs(evidence), velocity ?? {}),
    ...subject.request.customInputs,
  });
  const model = forcedScore === undefined ? priorScorecard : forcedModel(forcedScore);
  const isForced = forcedScore !== undefined;
  const answer = score(
    features,
    isForced ? emptyRuleset : configuration.ruleset,
    isForced ? defaultPolicy : configuration.policy,
    {
      model,
      money: configuration.money,
      lists: isForced ? [] : configuration.lists.hits(listedOf(evidence), subject.askedAt / 1_000),
      degraded: velocity === undefined,
      isLate: evidence.isLate,
    },
  );
  const disposition = overridden(answer.disposition, configuration, subject.askedAt / 1_000);
  return {
    answer,
    disposition,
    isOverridden: disposition !== answer.disposition,
    features,
    versions: {
      features: featuresVersion,
      model: model.version,
      ruleset: configuration.rulesetHash,
      lists: configuration.listsHash,
      policy: configuration.policy.version,
      configuration: configuration.version,
      geo: geo.version,
    },
  };
}

function featureInputs({ subject, facts, geo, windowEnd }: Evidence): FeatureInputs {
  const { request } = subject;
  const funding = textOf(request, 'credit_card', 'funding');
  const names = ['first_name', 'last_name'].flatMap((field) => textOf(request, 'billing', field) ?? []);
  return {
    pledgedAt: windowEnd / 1_000,
    baseAmount: subject.baseAmount,
    currency: /^[A-Z]{3}$/.test(subject.currency) ? subject.currency : undefined,
    geo: geo.facts,
    email: textOf(request, 'email', 'address'),
    name: names.length === 0 ? undefined : names.join(' '),
    billingCountry: textOf(request, 'billing', 'country'),
    shippingCountry: textOf(request, 'shipping', 'country'),
    card: {
      country: textOf(request, 'credit_card', 'country'),
      isPrepaid: funding === undefined || funding === 'unknown' ? undefined : funding === 'prepaid',
      cvvResult: textOf(request, 'credit_card', 'cvv_result'),
      avsResult: textOf(request, 'credit_card', 'avs_result'),
      was3dSecureSuccessful: flagOf(request, 'credit_card', 'was_3d_secure_successful'),
    },
    signedUpAt: facts?.signed_up_at?.getTime(),
    projectLaunchedAt: facts?.launched_at?.getTime(),
    creatorSignedUpAt: facts?.creator_signed_up_at?.getTime(),
    backerId: subject.backerId,
    creatorId: facts?.creator_id ?? undefined,
  };
}

const known = (values: Readonly<Record<string, FeatureValue | undefined>>): Record<string, FeatureValue> =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, FeatureValue] => entry[1] !== undefined));

const listedOf = ({ entities, subject }: Evidence) => ({
  ip: entities.ip,
  email: entities.email,
  domain: entities.email?.slice(entities.email.lastIndexOf('@') + 1) ?? textOf(subject.request, 'email', 'domain'),
  card: entities.card,
  device: entities.device,
  backer: entities.backer,
  project: entities.project,
});

/** A model that knows one answer, so that what a test key asks for has reasons that add up too. */
const forcedModel = (points: number): Model => scorecardModel('test', logit(points / 100), []);

/** An override stops all rejecting (manual_review), or all stopping (accept), at once. */
function overridden(disposition: Disposition, { override }: Configuration, nowMs: number): Disposition {
  if (override === undefined || override.untilMs <= nowMs || disposition.action === 'accept') return disposition;
  if (disposition.action === override.action) return disposition;
  return { action: override.action, reason: 'policy' };
}
