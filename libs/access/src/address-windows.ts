import type { Clock } from '#libs/contracts';
import { enclosingNetwork, networkText, parseIp } from '#libs/ip';
import { RequestWindows } from './request-windows.js';

/** What one subscriber of IPv6 has as a rule: whoever has it can ask from any address within. Source: RFC 6177. */
const subscriber = 64;

/**
 * Requests an address and minute. Clients' keys are everybody's: without it, one who asks without end would spend the key
 * of all others.
 */
export class AddressWindows {
  private readonly windows: RequestWindows;

  constructor(limit: number, clock: Clock) {
    this.windows = new RequestWindows(limit, clock);
  }

  /**
   * @param address as text, IPv4 or IPv6; a /64 of IPv6 counts as one
   * @throws VerdictError `rate_limited` with the seconds until the window ends
   */
  take(address: string): void {
    this.windows.take(address.includes(':') ? networkOfSubscriber(address) : address);
  }
}

function networkOfSubscriber(text: string): string {
  const address = parseIp(text);
  if (address === undefined) return text;
  return address.version === 4 ? address.text : networkText(enclosingNetwork(address, subscriber));
}
