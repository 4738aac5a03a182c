import { disposableEmailDomains, freeEmailDomains } from './email-domains.js';

export interface CanonicalEmail {
  /** local@domain, the form under which an address is counted and listed. */
  readonly address: string;
  readonly local: string;
  readonly domain: string;
  /** With a provider where anyone can have an address: its domain is no company's. */
  readonly isFree: boolean;
  readonly isDisposable: boolean;
}

/** RFC 5321, 4.5.3.1: 64 octets before the @; 254 for all is what a path of 256 leaves. */
const maximumLocal = 64;
const maximumAddress = 254;
const hostName = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;
/** What a domain may be written with, before it is one: letters with their marks, digits, hyphens, and dots of any script. */
const writtenDomain = /^[\p{L}\p{N}\p{M}\-.\u3002]+$/u;

/**
 * The canonical form of an e-mail address, or undefined if it is none: NFKC (full-width letters fold), trimmed, lower
 * case, a dot after the domain dropped, the domain as the DNS has it (`münchen.example` and `xn--mnchen-3ya.example` are one).
 * Nothing that only one provider ignores (dots, what follows a plus) is removed: two people must never become one, and an
 * address shown to a reviewer must be one that exists. What nobody sees, such as a zero-width space or a turn of the
 * writing's direction, is in no address: it would make many of one.
 */
export function canonicalEmail(text: string): CanonicalEmail | undefined {
  if (text.length > 4 * maximumAddress) return undefined;
  const folded = text.normalize('NFKC').trim().toLowerCase();
  const at = folded.lastIndexOf('@');
  const local = folded.slice(0, at);
  const domain = asciiDomain(folded.slice(at + 1).replace(/\.$/, ''));
  if (domain === undefined || at < 1 || local.length > maximumLocal || at + 1 + domain.length > maximumAddress)
    return undefined;
  if (/[\s@\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(local) || !hostName.test(domain)) return undefined;
  return {
    address: `${local}@${domain}`,
    local,
    domain,
    isFree: freeEmailDomains.has(domain),
    isDisposable: disposableEmailDomains.has(domain),
  };
}

/** Letters beyond ASCII by Punycode (UTS 46, as the URL Standard has it); undefined where the DNS cannot have them. */
function asciiDomain(domain: string): string | undefined {
  if (/^\p{ASCII}*$/u.test(domain)) return domain;
  const url = `http://${domain}`;
  return writtenDomain.test(domain) && URL.canParse(url) ? new URL(url).hostname.replace(/\.$/, '') : undefined;
}

/** Share of digits in the local part, 0 to 1: addresses made by the hundred are numbered. */
export function digitsShare(local: string): number {
  return local.length === 0 ? 0 : local.replace(/[^0-9]/g, '').length / local.length;
}

/** Letters only, accents dropped: "José" and "jose" agree. */
const letters = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}]/gu, '');

/**
 * How much of a person's name the local part contains, 0 to 1: the share of the name's letters in those words (of two
 * letters or more) that occur in it, or whose initial stands before or after a word that does. Undefined without a
 * usable name. Example: nameLikeness('j.smith84', 'Jane Smith') = 6/9, for "smith" and the j of "jane".
 */
export function nameLikeness(local: string, name: string): number | undefined {
  const words = name
    .slice(0, 200)
    .split(/[\s\-.,']+/)
    .map(letters)
    .filter((word) => word.length >= 2);
  const total = words.reduce((sum, word) => sum + word.length, 0);
  if (total === 0) return undefined;
  const text = letters(local);
  const found = words.filter((word) => text.includes(word));
  const initials = words.filter(
    (word) =>
      !found.includes(word) &&
      found.some((other) => text.includes(word.charAt(0) + other) || text.includes(other + word.charAt(0))),
  );
  return (found.reduce((sum, word) => sum + word.length, 0) + initials.length) / total;
}
