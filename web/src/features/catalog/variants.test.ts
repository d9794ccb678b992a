import { describe, expect, it } from 'vitest';
import { axesOf, combinations, readAxis, variantOf } from './variants';

describe('the axes of a variant matrix', () => {
  it('take codes from what is typed, from known values, from plain names, else from the place', () => {
    const axis = readAxis(
      { name: 'Colour', values: ['RD Red', 'blue', 'dark green', 'Teal'] },
      new Map([['Teal', 'TL']]),
    );
    expect(axis.values).toEqual([
      { code: 'RD', name: 'Red' },
      { code: 'BLUE', name: 'blue' },
      { code: '03', name: 'dark green' },
      { code: 'TL', name: 'Teal' },
    ]);
  });

  it('never give one code to two values', () => {
    const codes = readAxis({ name: 'Size', values: ['A x', 'a: y', 'A z', 'sea blue'] }).values.map(
      (value) => value.code,
    );
    expect(new Set(codes).size).toBe(4);
  });

  it('multiply into combinations, the last axis first', () => {
    const axes = [
      readAxis({ name: 'Colour', values: ['R', 'B'] }),
      readAxis({ name: 'Size', values: ['S', 'M'] }),
    ];
    expect(combinations(axes)).toEqual([
      { Colour: 'R', Size: 'S' },
      { Colour: 'R', Size: 'M' },
      { Colour: 'B', Size: 'S' },
      { Colour: 'B', Size: 'M' },
    ]);
  });

  it('find the variants that exist', () => {
    const variants: { id: string; attribute_values: Record<string, string> }[] = [
      { id: '1', attribute_values: { Colour: 'R', Size: 'S' } },
      { id: '2', attribute_values: { Colour: 'R' } },
    ];
    expect(variantOf(variants, { Colour: 'R', Size: 'S' })?.id).toBe('1');
    expect(variantOf(variants, { Colour: 'B', Size: 'S' })).toBeUndefined();
    expect(axesOf(variants)).toEqual([
      { name: 'Colour', values: ['R'] },
      { name: 'Size', values: ['S'] },
    ]);
  });
});
