import { accessNetworks, hostingNetworks } from './networks.js';
import type { Random } from './random.js';

/** Public addresses that a carrier shows for all its phones in a country. */
const CARRIER_ADDRESSES = 96;

interface Network {
  readonly first: number;
  readonly size: number;
}

const parse = (cidr: string): Network => {
  const [address = '', bits] = cidr.split('/');
  const first = address.split('.').reduce((value, part) => value * 256 + Number(part), 0);
  return { first, size: 2 ** (32 - Number(bits)) };
};

const text = (address: number): string =>
  `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;

const fixed = new Map(Object.entries(accessNetworks).map(([code, networks]) => [code, networks.fixed.map(parse)]));
const mobile = new Map(Object.entries(accessNetworks).map(([code, networks]) => [code, networks.mobile.map(parse)]));
const hosting = hostingNetworks.map(({ network, country }) => ({ country, network: parse(network) }));

/** An address whose last number is no network's or broadcast address. */
const within = (random: Random, { first, size }: Network): string =>
  text(first + Math.floor(random.unit() * (size / 256)) * 256 + 2 + random.below(252));

const networksOf = (networks: ReadonlyMap<string, readonly Network[]>, country: string): readonly Network[] => {
  const found = networks.get(country);
  if (found === undefined) throw new RangeError(`No networks of ${country}.`);
  return found;
};

/** The address of a household's line. */
export const homeAddress = (random: Random, country: string): string =>
  within(random, random.pick(networksOf(fixed, country)));

/** One of the few addresses behind which a carrier hides its customers. */
export function carrierAddress(random: Random, country: string): string {
  const { first } = random.pick(networksOf(mobile, country));
  const place = random.below(CARRIER_ADDRESSES);
  return text(first + Math.floor(place / 32) * 256 + 16 + (place % 32));
}

/** A rented server's address, and the country that it is in. */
export function hostingAddress(random: Random): { readonly ip: string; readonly country: string } {
  const { network, country } = random.pick(hosting);
  return { ip: within(random, network), country };
}
