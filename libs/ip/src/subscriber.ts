import { parseIp } from './address.js';
import { enclosingNetwork, networkText } from './network.js';

/** What one subscriber of IPv6 has as a rule: whoever has it can ask from any address within. Source: RFC 6177. */
const subscriberPrefix = 64;

/**
 * Whom a limit by address counts together: an address of IPv4, a /64 of IPv6; a text that is no address, by itself.
 *
 * @example subscriberOf('2001:db8:1:2:ffff::9') // '2001:db8:1:2::/64'
 */
export function subscriberOf(text: string): string {
  // IPv4 as it nearly always comes: this is on the path of every request.
  if (!text.includes(':')) return text;
  const address = parseIp(text);
  if (address === undefined) return text;
  return address.version === 4 ? address.text : networkText(enclosingNetwork(address, subscriberPrefix));
}
