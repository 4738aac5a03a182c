import { fromBytes, ipv4FromNumber } from '#libs/ip';
import { hex32 } from '../src/ranges/ip-range.js';
import { mmdbNetworks } from '../src/ranges/mmdb-networks.js';

const ipv6Text = (address: bigint): string => fromBytes(Array.from(Buffer.from(hex32(address), 'hex'))).text;

/** The first and the last address of each network of a file, and the neighbours of both, as text. */
export function networkEnds(bytes: Buffer): string[] {
  const texts = new Set<string>();
  for (const network of mmdbNetworks(bytes))
    if (network.version === 4) {
      const { first, last } = network;
      for (const address of [first - 1, first, last, last + 1])
        if (address >= 0 && address < 2 ** 32) texts.add(ipv4FromNumber(address).text);
    } else {
      const { first, last } = network;
      for (const address of [first - 1n, first, last, last + 1n])
        if (address >= 0n && address < 1n << 128n) texts.add(ipv6Text(address));
    }
  return [...texts];
}
