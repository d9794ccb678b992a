const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** As the tax office writes it: capitals, no blanks or dashes, no full-width characters. */
export function cleanUscc(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '');
}

/** The check character of a unified social credit code (GB 32100): weights are powers of 3, modulo 31. */
export function isUscc(text: string): boolean {
  const code = cleanUscc(text);
  if (code.length !== 18) return false;
  let sum = 0;
  let weight = 1;
  for (const character of code.slice(0, 17)) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) return false;
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET[(31 - (sum % 31)) % 31] === code[17];
}
