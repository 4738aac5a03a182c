import { featureCatalogue, type Entities, type FeatureValue, type FeatureValues, type GeoInputs } from '#libs/scoring';
import type { KeptEvidence, LookedUp } from '../assessment/evidence.js';
import type { Configuration } from '../configuration/configuration.js';
import { shortHash } from '../hash.js';
import { decide, type Decision } from './decide.js';
import { featuresOf } from './features-of.js';
import type { GeoAnswer, PledgeFacts } from './lookups.js';
import { textOf, type Subject } from './subject.js';

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

export interface Judgement extends Decision {
  readonly features: Readonly<Record<string, FeatureValue>>;
  readonly kept: KeptEvidence;
  readonly versions: Readonly<Record<string, string | number | null>>;
}

/** Of the catalogue: an added or changed feature is another version. */
export const featuresVersion = shortHash(featureCatalogue);

export function judge(evidence: Evidence): Judgement {
  const { subject, facts, configuration, velocity, geo, forcedScore, isLate, windowEnd } = evidence;
  const { request, baseAmount, currency, backerId } = subject;
  const lookedUp = lookedUpOf(geo.facts, facts);
  const creatorId = facts?.creator_id ?? undefined;
  const source = { request, baseAmount, currency, backerId, creatorId, lookedUp, windowEnd };
  const features = featuresOf(source, velocity ?? {});
  const askedAtMs = subject.askedAt / 1_000;
  const listed = listedOf(evidence);
  const lists = forcedScore === undefined ? configuration.lists.hits(listed, askedAtMs) : [];
  const snoozed = configuration.snoozes.silenced(listed, askedAtMs);
  const isDegraded = velocity === undefined;
  const decision = decide({ features, configuration, lists, snoozed, isDegraded, isLate, forcedScore, askedAtMs });
  return {
    ...decision,
    features,
    kept: { asked_at: askedAtMs, lists, ...(snoozed.length === 0 ? {} : { snoozed }), ...lookedUp },
    versions: {
      features: featuresVersion,
      model: decision.model,
      ...(decision.challenger === undefined ? {} : { challenger: decision.challenger }),
      ruleset: configuration.rulesetHash,
      lists: configuration.lists.version,
      policy: configuration.policy.version,
      distribution: configuration.distributions?.version ?? null,
      configuration: configuration.version,
      geo: geo.version,
    },
  };
}

/** Of an address only what features are made of: where it is is nobody's business later. */
const lookedUpOf = (geo: GeoInputs, facts: PledgeFacts | undefined): LookedUp => ({
  geo: {
    country: geo.country,
    asn: geo.asn,
    isAnonymous: geo.isAnonymous,
    isHosting: geo.isHosting,
    isVpn: geo.isVpn,
    isTor: geo.isTor,
    isPublicProxy: geo.isPublicProxy,
    isResidentialProxy: geo.isResidentialProxy,
  },
  signed_up_at: facts?.signed_up_at?.getTime(),
  launched_at: facts?.launched_at?.getTime(),
  creator_signed_up_at: facts?.creator_signed_up_at?.getTime(),
});

const listedOf = ({ entities, subject }: Evidence) => ({
  ip: entities.ip,
  email: entities.email,
  domain: entities.email?.slice(entities.email.lastIndexOf('@') + 1) ?? textOf(subject.request, 'email', 'domain'),
  card: entities.card,
  device: entities.device,
  backer: entities.backer,
  project: entities.project,
});
