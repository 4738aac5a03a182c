/**
 * Networks that providers of internet access have held for years, by country: facts of the public registries.
 * Carriers put thousands of phones behind few addresses (their networks are those under `mobile`).
 * A test checks them against the geographic database that the product ships with.
 */
export interface AccessNetworks {
  readonly fixed: readonly string[];
  readonly mobile: readonly string[];
}

export const accessNetworks: Readonly<Record<string, AccessNetworks>> = {
  US: {
    // Comcast, AT&T, Charter, Cox, Verizon, CenturyLink, Frontier, Cablevision
    fixed: ['24.0.0.0/12', '50.128.0.0/12', '99.32.0.0/12', '174.80.0.0/13', '68.0.0.0/12', '71.112.0.0/12'].concat([
      '63.152.0.0/14',
      '97.116.0.0/14',
      '47.144.0.0/12',
      '69.112.0.0/12',
      '74.128.0.0/13',
      '72.184.0.0/14',
    ]),
    // T-Mobile, Verizon, AT&T
    mobile: ['100.128.0.0/12', '70.192.0.0/12', '166.200.0.0/14'],
  },
  GB: {
    // BT, Virgin Media, Sky, TalkTalk
    fixed: ['81.128.0.0/12', '86.128.0.0/12', '82.0.0.0/12', '86.0.0.0/12', '90.192.0.0/12', '92.16.0.0/12'],
    // Three
    mobile: ['188.28.0.0/14', '92.40.0.0/16'],
  },
  CA: {
    // Bell, Rogers, Shaw, TELUS, Vidéotron
    fixed: ['70.48.0.0/13', '99.224.0.0/12', '70.64.0.0/12', '108.172.0.0/15', '24.200.0.0/14'],
    mobile: ['74.12.0.0/14'],
  },
  AU: {
    // Telstra, Optus, TPG
    fixed: ['58.160.0.0/12', '101.176.0.0/12', '49.192.0.0/13', '14.200.0.0/14'],
    // Telstra, Vodafone
    mobile: ['1.128.0.0/12', '120.16.0.0/13'],
  },
  DE: {
    // Telekom, Vodafone, O2
    fixed: ['31.224.0.0/12', '88.64.0.0/12', '188.96.0.0/12', '77.176.0.0/12', '89.244.0.0/15'],
    mobile: ['37.80.0.0/12', '2.200.0.0/13'],
  },
  // Orange, Free, SFR, Bouygues
  FR: { fixed: ['86.192.0.0/12', '90.16.0.0/12', '82.224.0.0/12', '77.192.0.0/12'], mobile: ['176.144.0.0/12'] },
  // TIM, Wind Tre, Vodafone, Fastweb
  IT: { fixed: ['79.0.0.0/12', '151.16.0.0/12', '93.64.0.0/13', '93.32.0.0/12'], mobile: ['2.192.0.0/13'] },
  // KPN, Ziggo, Odido
  NL: { fixed: ['77.160.0.0/12', '84.24.0.0/13', '94.208.0.0/13'], mobile: ['188.88.0.0/14'] },
  // Movistar, Orange, Vodafone
  ES: { fixed: ['79.144.0.0/12', '83.32.0.0/12', '90.160.0.0/12'], mobile: ['77.208.0.0/14'] },
  // Telmex, Megacable
  MX: { fixed: ['189.224.0.0/13', '187.136.0.0/14', '177.226.0.0/15'], mobile: ['201.149.128.0/17'] },
  // Telia, Tele2, Telenor, Tre
  SE: { fixed: ['81.224.0.0/12', '83.248.0.0/13', '85.224.0.0/13'], mobile: ['2.64.0.0/13'] },
  // 2degrees, Spark, One
  NZ: { fixed: ['101.98.0.0/16', '122.57.0.0/16', '118.92.0.0/15'], mobile: ['49.224.0.0/14'] },
  // Eir, Virgin Media, Three
  IE: { fixed: ['86.40.0.0/13', '89.100.0.0/15'], mobile: ['92.251.128.0/17'] },
  // PCCW, HGC, HKBN
  HK: { fixed: ['112.118.0.0/15', '113.252.0.0/14', '123.202.0.0/15'], mobile: ['182.239.80.0/20'] },
  // TDC, Telenor, Norlys
  DK: { fixed: ['80.160.0.0/13', '87.48.0.0/13', '2.128.0.0/14'], mobile: ['62.198.0.0/15'] },
  // Swisscom, Sunrise, Salt
  CH: { fixed: ['85.0.0.0/13', '178.192.0.0/13', '77.56.0.0/14'], mobile: ['51.154.0.0/16'] },
  // Proximus, Telenet
  BE: { fixed: ['109.128.0.0/12', '84.192.0.0/13'], mobile: ['87.64.0.0/14'] },
  // A1, Magenta, Drei
  AT: { fixed: ['91.112.0.0/14', '84.112.0.0/14'], mobile: ['77.116.0.0/15'] },
  // Telenor, Telia, Lyse
  NO: { fixed: ['88.88.0.0/13', '84.208.0.0/13', '81.166.0.0/15'], mobile: ['77.16.0.0/14'] },
  // SingNet, Singtel, StarHub, M1
  SG: { fixed: ['42.61.0.0/17', '121.6.0.0/15', '101.127.0.0/17'], mobile: ['27.104.0.0/16'] },
  // SoftBank, NTT, KDDI, docomo
  JP: { fixed: ['60.64.0.0/12', '114.144.0.0/12', '106.128.0.0/12'], mobile: ['1.72.0.0/16'] },
  KR: { fixed: ['14.64.0.0/12', '180.68.0.0/14'], mobile: ['223.32.0.0/12'] },
  TW: { fixed: ['1.160.0.0/12', '59.112.0.0/12'], mobile: ['27.240.0.0/13'] },
  BR: { fixed: ['179.112.0.0/13', '179.136.0.0/13'], mobile: ['179.200.0.0/13'] },
  PL: { fixed: ['83.16.0.0/12', '79.184.0.0/13'], mobile: ['89.64.0.0/12'] },
  FI: { fixed: ['80.220.0.0/14', '87.92.0.0/14'], mobile: ['85.76.0.0/14'] },
  PT: { fixed: ['85.240.0.0/13', '89.152.0.0/14'], mobile: ['95.92.0.0/14'] },
  IN: { fixed: ['122.162.0.0/15', '117.192.0.0/12'], mobile: ['49.32.0.0/13'] },
};

/** Networks of companies that rent out servers: where automated fraud comes from, and hardly any backer. */
export interface HostingNetwork {
  readonly holder: string;
  readonly asns: readonly number[];
  readonly country: string;
  readonly network: string;
}

export const hostingNetworks: readonly HostingNetwork[] = [
  { holder: 'Amazon Web Services', asns: [14618, 16509], country: 'US', network: '3.80.0.0/12' },
  { holder: 'Amazon Web Services', asns: [14618, 16509], country: 'US', network: '34.208.0.0/12' },
  { holder: 'Amazon Web Services', asns: [14618, 16509], country: 'IE', network: '34.240.0.0/12' },
  { holder: 'DigitalOcean', asns: [14061], country: 'US', network: '104.131.0.0/16' },
  { holder: 'DigitalOcean', asns: [14061], country: 'US', network: '104.236.0.0/16' },
  { holder: 'DigitalOcean', asns: [14061], country: 'NL', network: '188.226.128.0/17' },
  { holder: 'DigitalOcean', asns: [14061], country: 'DE', network: '207.154.192.0/18' },
  { holder: 'OVH', asns: [16276], country: 'US', network: '51.81.0.0/16' },
  { holder: 'OVH', asns: [16276], country: 'FR', network: '51.91.0.0/16' },
  { holder: 'OVH', asns: [16276], country: 'GB', network: '198.244.128.0/17' },
  { holder: 'Hetzner', asns: [24940], country: 'DE', network: '49.12.0.0/15' },
  { holder: 'Hetzner', asns: [24940], country: 'DE', network: '78.46.0.0/15' },
  { holder: 'Hetzner', asns: [24940], country: 'FI', network: '95.216.0.0/15' },
  { holder: 'Linode', asns: [63949], country: 'US', network: '45.33.0.0/17' },
  { holder: 'Vultr', asns: [20473], country: 'US', network: '144.202.0.0/17' },
  { holder: 'Scaleway', asns: [12876], country: 'FR', network: '62.210.0.0/16' },
];
