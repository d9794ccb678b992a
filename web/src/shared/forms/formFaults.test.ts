import { describe, expect, it } from 'vitest';
import { ApiError } from '@/api/errors';
import { sortFormFaults } from './formFaults';

const refused = (...locs: (string | number)[][]) =>
  new ApiError({
    status: 400,
    code: 'some_code',
    detail: 'Refused.',
    errors: locs.map((loc) => ({ loc, code: 'x', message: loc.join('.') })),
  });

describe('refusals of a form', () => {
  const known = [['name'], ['barcodes', 0, 'code'], ['barcodes', 1, 'code'], ['helper_codes']];

  it('go to their field, also in a row of a list', () => {
    const sorted = sortFormFaults(refused(['body', 'name'], ['barcodes', 1, 'code']), known);
    expect(sorted.fields.map((field) => field.name)).toEqual([['name'], ['barcodes', 1, 'code']]);
    expect(sorted.general).toEqual([]);
  });

  it('of a whole row go to its first field, of a part to the field that holds it', () => {
    const sorted = sortFormFaults(refused(['barcodes', 0], ['helper_codes', 3]), known);
    expect(sorted.fields.map((field) => field.name)).toEqual([['barcodes', 0, 'code'], ['helper_codes']]);
  });

  it('without a field stand above the form', () => {
    expect(sortFormFaults(refused(['parent_id']), known).general).toEqual(['parent_id']);
    expect(sortFormFaults(refused(), known).general).toEqual(['Refused.']);
  });
});
