/**
 * A version as a text whose order is that of versions: numbers are padded to five places, and a version without a
 * pre-release ends in `~`, which comes after every letter. Anything but a text or a number is version 0.
 *
 * Source: the GrowthBook SDK specification, `paddedVersionString`.
 *
 * @example paddedVersion('v1.2.3-rc.1+build') // '    1-    2-    3-rc-    1'
 */
export function paddedVersion(version: unknown): string {
  const text = typeof version === 'number' ? String(version) : version;
  const given = typeof text === 'string' && text !== '' ? text : '0';
  const build = given.indexOf('+');
  const parts = (build < 0 ? given : given.slice(0, build)).replace(/^v/, '').split(/[-.]/);
  if (parts.length === 3) parts.push('~');
  return parts.map((part) => (/^[0-9]+$/.test(part) ? part.padStart(5, ' ') : part)).join('-');
}
