import { describe, expect, it } from 'vitest';
import { cleanCode, createWedge, readScan } from './wedge';

const EAN = '6901234567892';

function type(text: string, gap: number, options: { process?: boolean; end?: number } = {}) {
  const wedge = createWedge();
  let time = 1000;
  for (const char of text) {
    wedge.press({ key: options.process ? 'Process' : char, code: `Digit${char}`, time });
    time += gap;
  }
  return wedge.press({ key: 'Enter', code: 'Enter', time: time + (options.end ?? 0) });
}

describe('a hand scanner', () => {
  it('is recognised by its pace', () => {
    expect(type(EAN, 8)).toBe(EAN);
    expect(type(EAN, 16)).toBe(EAN);
  });

  it('is not a person typing', () => {
    expect(type(EAN, 90)).toBeNull();
    expect(type('12345', 8)).toBeNull();
    expect(type(EAN, 8, { end: 150 })).toBeNull();
  });

  it('is read through an input method that hides the characters', () => {
    expect(type(EAN, 10, { process: true })).toBe(EAN);
  });

  it('loses and merges nothing over 500 scans', () => {
    const wedge = createWedge();
    const read: string[] = [];
    const sent = Array.from({ length: 500 }, (_, index) => String(6_900_000_000_000 + index));
    let time = 0;
    for (const code of sent) {
      for (const char of code) {
        time += 10;
        wedge.press({ key: char, code: `Digit${char}`, time });
      }
      time += 10;
      const found = wedge.press({ key: 'Enter', code: 'Enter', time });
      if (found) read.push(found);
      time += 1200 - 140;
    }
    expect(read).toEqual(sent);
  });
});

describe('a scanned text', () => {
  it('may carry a quantity', () => {
    expect(readScan(`3*${EAN}`)).toEqual({ quantity: '3', code: EAN });
    expect(readScan('1.5*AB-1')).toEqual({ quantity: '1.5', code: 'AB-1' });
    expect(readScan(EAN)).toEqual({ quantity: '1', code: EAN });
    expect(readScan('  ')).toBeNull();
  });

  it('is freed of full-width digits and symbology prefixes', () => {
    expect(cleanCode('６９０１')).toBe('6901');
    expect(cleanCode(']E06901234567892')).toBe(EAN);
  });
});
