import { describe, expect, it } from 'vitest';
import { csvText } from './csv';

describe('a table as CSV', () => {
  it('keeps numbers as numbers and quotes what needs it', () => {
    expect(csvText([['1002', '-12.50', 'a "b", c']])).toBe('1002,-12.50,"a ""b"", c"');
  });

  it('never lets text become a formula', () => {
    expect(csvText([['=1+1', '-cmd', '@x', '+7']])).toBe("'=1+1,'-cmd,'@x,'+7");
  });
});
