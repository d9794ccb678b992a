import { describe, expect, it } from 'vitest';
import { type Inspection, missingTargets, repeatedTitles, samplesOf, withTitle } from './importing';

const target = (name: string, required = false) => ({
  name,
  label_zh: name,
  label_en: name,
  kind: 'text',
  required,
  choices: [],
});

describe('the mapping of an import', () => {
  it('must cover what is required', () => {
    const targets = [target('code', true), target('name', true), target('brand')];
    expect(missingTargets(targets, { code: 'No.' }).map((found) => found.name)).toEqual(['name']);
  });

  it('takes no column twice', () => {
    expect(repeatedTitles({ name: 'A', brand: 'A', code: 'B' })).toEqual(['A']);
    expect(withTitle({ name: 'A', brand: 'B' }, 'brand', undefined)).toEqual({ name: 'A' });
    expect(withTitle({ name: 'A' }, 'name', 'C')).toEqual({ name: 'C' });
  });

  it('shows the first values of a column', () => {
    const inspection = {
      header: ['A', 'B'],
      preview: [
        { row: 2, cells: ['1', ''] },
        { row: 3, cells: ['2', 'x'] },
      ],
    } as unknown as Inspection;
    expect(samplesOf(inspection, 'A')).toEqual(['1', '2']);
    expect(samplesOf(inspection, 'B')).toEqual(['x']);
    expect(samplesOf(inspection, undefined)).toEqual([]);
  });
});
