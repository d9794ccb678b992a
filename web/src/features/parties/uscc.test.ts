import { describe, expect, it } from 'vitest';
import { cleanUscc, isUscc } from './uscc';

describe('a unified social credit code', () => {
  it('is known by its check character', () => {
    expect(isUscc('91110000600037341L')).toBe(true);
    expect(isUscc('91110000600037341X')).toBe(false);
    expect(isUscc('9111000060003734')).toBe(false);
    expect(isUscc('9111000060003734OL')).toBe(false);
  });

  it('may be typed with blanks, small letters and full-width digits', () => {
    expect(cleanUscc(' 9111 0000-６０００37341l ')).toBe('91110000600037341L');
    expect(isUscc('9111 0000 6000 3734 1l')).toBe(true);
  });
});
