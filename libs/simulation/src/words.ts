import type { Random } from './random.js';

const ADJECTIVES =
  'Quiet Paper Northern Little Electric Wooden Salt Midnight Hollow Open Brass Tidal Second Glass Wild Slow Copper Lost Bright Folded'.split(
    ' ',
  );
const NOUNS =
  'Lantern Harbour Atlas Orchard Kettle Compass Sparrow Engine Garden Ferry Archive Bicycle Theatre Loom Almanac Observatory Kitchen Violin Island Machine'.split(
    ' ',
  );
const KINDS: Readonly<Record<string, string>> = {
  'Film & Video': 'a short film',
  Music: 'a first album',
  Publishing: 'a book',
  Games: 'a game for two to five',
  Design: 'a better everyday thing',
  Technology: 'open hardware',
  Art: 'an installation',
  Food: 'a small kitchen',
  Fashion: 'a collection',
  Theater: 'a play',
  Comics: 'a graphic novel',
  Photography: 'a photo book',
  Crafts: 'made by hand',
  Journalism: 'a local paper',
  Dance: 'a new piece',
};
const FIRST =
  'anna ben carla david emma felix grace hugo iris jonas kate liam maria noah olga paul rosa sam tara victor'.split(
    ' ',
  );
const LAST =
  'adams berg costa diaz evans fischer garcia hill ito jensen kim lopez moreau novak owens patel rossi silva tanaka weber'.split(
    ' ',
  );
const MAIL = ['gmail.com', 'gmail.com', 'gmail.com', 'yahoo.com', 'hotmail.com', 'outlook.com', 'icloud.com'];

/** Reserved names (RFC 2606) stand for the domains that people run themselves. */
const OWN = ['mail.example', 'family.example', 'studio.example', 'college.example'];

export const projectName = (random: Random, category: string): string =>
  `The ${random.pick(ADJECTIVES)} ${random.pick(NOUNS)}: ${KINDS[category] ?? 'a project'}`;

/** An address that nobody has: the part of the id makes it so. */
export const emailAddress = (random: Random, id: string): string =>
  `${random.pick(FIRST)}.${random.pick(LAST)}.${id.slice(2)}@${random.pick(random.chance(0.75) ? MAIL : OWN)}`;

const DISPOSABLE = ['mailinator.com', 'guerrillamail.com', 'yopmail.com', '10minutemail.com'];

/** As those sign up who will not be back. */
export const throwawayAddress = (random: Random, id: string): string =>
  random.chance(0.6)
    ? `${id.slice(2)}@${random.pick(DISPOSABLE)}`
    : `${id.slice(2)}.${random.below(90) + 10}@gmail.com`;
