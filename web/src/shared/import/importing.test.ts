import { describe, expect, it } from 'vitest';
import {
  headingOf,
  type ImportTarget,
  type Inspection,
  type Mapping,
  missingTargets,
  repeatedTitles,
  samplesOf,
  withTitle,
} from './importing';

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

describe('the heading of a refused value', () => {
  const targets = [
    { name: 'base_unit', label_zh: '基本单位' },
    { name: 'pack_unit', label_zh: '包装单位' },
  ] as ImportTarget[];
  const heading = (column: string, mapping: Mapping = {}) =>
    headingOf(column, { mapping, targets, label: (target) => target.label_zh });

  it('is the one in the file', () => {
    expect(heading('单位', { base_unit: '单位' })).toBe('单位');
    expect(heading('base_unit_id', { base_unit: '单位' })).toBe('单位');
    expect(heading('base_unit', { name: 'base_unit' })).toBe('base_unit');
  });

  it('is that of the field where the file has no such column', () => {
    expect(heading('base_unit')).toBe('基本单位');
    expect(heading('base_unit_id')).toBe('基本单位');
    expect(heading('packs')).toBe('包装单位');
    expect(heading('其他')).toBe('其他');
  });
});
