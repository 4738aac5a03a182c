/** A name as SQL reads it, whatever it is made of. */
export const quotedName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** `shop.pledges` as `"shop"."pledges"`. */
export const qualifiedName = (name: string): string => name.split('.').map(quotedName).join('.');
