import type { Clock } from '#libs/contracts';
import { subscriberOf } from '#libs/ip';
import { RequestWindows } from './request-windows.js';

/** Addresses that are counted at once: some ten megabytes. */
const mostAddresses = 100_000;

/**
 * Requests an address and minute. Clients' keys are everybody's: without it, one who asks without end would spend the key
 * of all others.
 */
export class AddressWindows {
  private readonly windows: RequestWindows;

  constructor(limit: number, clock: Clock, most = mostAddresses) {
    this.windows = new RequestWindows(limit, clock, most);
  }

  /**
   * @param address as text, IPv4 or IPv6; a /64 of IPv6 counts as one
   * @throws VerdictError `rate_limited` with the seconds until the window ends
   */
  take(address: string): void {
    this.windows.take(subscriberOf(address));
  }
}
