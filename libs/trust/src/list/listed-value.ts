import type { ListedKind } from '#libs/contracts';
import { invalid } from '#libs/errors';
import { networkText, parseIp, parseNetwork } from '#libs/ip';
import { canonicalEmail, looksLikeCardNumber } from '#libs/scoring';

/** How a value must look to be the one that pledges are compared by. */
const forms = {
  ip: 'an IP address',
  cidr: 'a network, as in 203.0.113.0/24',
  email: 'an e-mail address',
  domain: 'a domain, as in example.com',
  card: 'the fingerprint of a card, never its number',
} as const;

/**
 * A value in the form in which entities of pledges are compared: addresses canonical, e-mails and domains lower-case.
 * @throws VerdictError `invalid` at `pointer`
 */
export function canonicalListed(kind: ListedKind | 'cidr', value: string, pointer = '/value'): string {
  const found = canonical(kind, value);
  if (found !== undefined) return found;
  const form = kind in forms ? forms[kind as keyof typeof forms] : 'a text';
  throw invalid(`This is no ${kind}.`, [{ pointer, rule: kind, detail: `must be ${form}` }]);
}

function canonical(kind: ListedKind | 'cidr', value: string): string | undefined {
  switch (kind) {
    case 'ip':
      return parseIp(value)?.text;
    case 'cidr': {
      const network = parseNetwork(value);
      return network === undefined ? undefined : networkText(network);
    }
    case 'email':
      return canonicalEmail(value)?.address;
    case 'domain':
      return canonicalEmail(`a@${value}`)?.domain;
    case 'card':
      return looksLikeCardNumber(value) ? undefined : value;
    default:
      return value;
  }
}
