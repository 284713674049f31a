/** Codes on paper for the day on which the phone is lost: twelve letters and digits, each once. Pure. */
import type { Random } from '#kernel';
import type { SlowHash } from './password-hash.ts';

export const RECOVERY_CODES = 10;
/** Without letters that look like digits. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 60 bits, as XXXX-XXXX-XXXX. */
export function newRecoveryCode(random: Random): string {
  const text = [...random.bytes(12)].map((byte) => LETTERS[byte % 32]).join('');
  return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`;
}

/** A code as it was meant, however it was copied from paper. */
function plainCode(typed: string): string {
  return typed
    .toUpperCase()
    .replaceAll(/[\s-]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
    .replaceAll('U', 'V');
}

/** What is kept of a code: it is short enough to need the slow hash. All codes of an account share a salt. */
export async function recoveryTag(slow: SlowHash, typed: string, salt: string): Promise<string> {
  return Buffer.from(await slow(plainCode(typed), Buffer.from(salt, 'base64url'))).toString('base64url');
}
