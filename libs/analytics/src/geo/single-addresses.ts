import { mostSingleAddresses } from '#libs/contracts';
import { invalid } from '#libs/errors';
import { ipv4Number, lastAddress, parseNetwork } from '#libs/ip';

/** IPv4 addresses from the first to the last, both included. */
export interface AddressRange {
  readonly first: number;
  readonly last: number;
}

/** IPv4 networks as ranges in order, none twice. @throws VerdictError `invalid` for what is none, overlaps or is too much */
export function singleAddresses(networks: readonly string[]): AddressRange[] {
  const ranges = networks.map((text, index) => rangeOf(text, index)).toSorted((one, other) => one.first - other.first);
  if (ranges.some(({ first }, index) => first <= (ranges[index - 1]?.last ?? -1)))
    throw refusal('/addresses', 'overlap', 'the networks overlap');
  const count = ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  if (count > mostSingleAddresses)
    throw refusal('/addresses', 'maximum', `they have ${count} addresses, more than ${mostSingleAddresses}`);
  return ranges;
}

function rangeOf(text: string, index: number): AddressRange {
  const network = parseNetwork(text);
  const first = network === undefined ? undefined : ipv4Number(network.first);
  const last = network === undefined ? undefined : ipv4Number(lastAddress(network));
  if (first === undefined || last === undefined)
    throw refusal(`/addresses/${index}`, 'network', `${text} is no IPv4 network`);
  return { first, last };
}

const refusal = (pointer: string, rule: string, detail: string): Error =>
  invalid(`These networks cannot be exploded to addresses: ${detail}.`, [{ pointer, rule, detail }]);
