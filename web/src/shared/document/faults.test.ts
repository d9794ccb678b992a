import { describe, expect, it } from 'vitest';
import { ApiError } from '@/api/errors';
import { sortFaults } from './faults';

describe('refusals of a document', () => {
  it('go to the field, the cell, or above the page', () => {
    const error = new ApiError({
      status: 400,
      code: 'invalid_input',
      errors: [
        { loc: ['body', 'party_id'], code: 'x', message: 'no supplier' },
        { loc: ['lines', 2, 'item_id'], code: 'x', message: 'archived' },
        { loc: ['lines', 0, 'lot'], code: 'x', message: 'lot missing' },
        { loc: [], code: 'x', message: 'period closed' },
      ],
    });
    expect(sortFaults(error, ['party', 'memo'], ['item', 'price'])).toEqual({
      header: [{ name: 'party', errors: ['no supplier'] }],
      lines: [{ index: 2, field: 'item', message: 'archived' }],
      general: ['lot missing', 'period closed'],
    });
  });
});
