export { fromBytes, ipHex, ipv4FromNumber, ipv4Number, parseIp } from './address.js';
export type { IpAddress } from './address.js';
export { geoAddress, geoColumns } from './geo-address.js';
export { ipKind } from './classification.js';
export type { IpKind } from './classification.js';
export { enclosingNetwork, lastAddress, networkContains, networkOf, networkText, parseNetwork } from './network.js';
export type { IpNetwork } from './network.js';
export { subscriberOf } from './subscriber.js';
