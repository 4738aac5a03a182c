const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/**
 * A payload that was encrypted for clients: AES-CBC with 128 bits, as `initialisation vector.text` in base64.
 *
 * Source: the GrowthBook SDK specification, `decrypt`.
 *
 * @returns null where the key or the text is wrong; a wrong key may also give nonsense
 */
export async function decryptPayload(encrypted: string, key: string): Promise<string | null> {
  const [iv = '', text = ''] = encrypted.split('.');
  try {
    const algorithm = { name: 'AES-CBC', length: 128 };
    const imported = await crypto.subtle.importKey('raw', bytesOf(key), algorithm, false, ['decrypt']);
    const plain = await crypto.subtle.decrypt({ name: 'AES-CBC', iv: bytesOf(iv) }, imported, bytesOf(text));
    return new TextDecoder().decode(plain);
  } catch {
    return null;
  }
}
