import type { PledgeAssessmentRow } from '#libs/contracts';
import { emailFingerprint } from '#libs/search';
import type { AssessmentRow } from './assessment-row.js';

type FoundBy = Pick<PledgeAssessmentRow, 'country' | 'device_id' | 'card' | 'email_fingerprint' | 'reason_codes'>;

/** What the event history finds an assessment by. The e-mail address itself stays here. */
export function foundBy({ features, device, card, email, reason_codes }: AssessmentRow): FoundBy {
  const country = features['ip_country'];
  return {
    country: typeof country === 'string' ? country : null,
    device_id: device,
    card,
    email_fingerprint: email === null ? null : (emailFingerprint(email) ?? null),
    reason_codes,
  };
}
