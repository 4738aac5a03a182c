import { describe, expect, it } from '@jest/globals';
import { signatureOf } from './webhook-signature.js';

// By OpenSSL: printf '%s' '1700000000.{"a":1}' | openssl dgst -sha256 -hmac SECRET
const byFirst = '23fe7ad915d097934a761908bd8a902758b59d117f3af32af887847b94a61073';
const bySecond = '7fd6bf5a1d938abe9092a6755c25c1705aa90411da70579294cbb16eae039375';

describe('the signature of a webhook', () => {
  const now = 1_700_000_000_999;
  const first = { secret: 'whsec_first', ends_at: null };
  const second = { secret: 'whsec_second', ends_at: '2023-11-15T00:00:00Z' };

  it('is HMAC-SHA-256 of the seconds and the body by each secret that has not ended', () => {
    expect(signatureOf('{"a":1}', [first, second], now)).toBe(`t=1700000000,v1=${byFirst},v1=${bySecond}`);
  });

  it('leaves out a secret from the moment that it ends', () => {
    const ended = { ...second, ends_at: new Date(now).toISOString() };
    expect(signatureOf('{"a":1}', [first, ended], now)).toBe(`t=1700000000,v1=${byFirst}`);
  });
});
