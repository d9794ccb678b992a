import { describe, expect, it } from 'vitest';
import { type Difference, decidedAll, decidedLines, decisionFault, undecided } from './deciding';

const difference = (id: string, quantity: string, direction: 'loss' | 'gain' = 'loss'): Difference => ({
  id,
  document: { kind: 'stocktake', id: '1', number: 'PD1' },
  line_id: '2',
  business_date: '2026-03-02',
  age_days: 3,
  item: { id: 'a', code: 'A', name: 'Apples', specification: '' },
  unit: { id: 'u', name: 'kg' },
  direction,
  quantity,
  value: null,
  outcomes: direction === 'gain' ? ['wastage'] : ['wastage', 'liable', 'abnormal'],
});

describe('decisions about differences', () => {
  const loss = difference('1', '4');
  const gain = difference('2', '1.5', 'gain');
  const carrier = { id: '9', name: 'Carrier' };

  it('begin with all of the quantity and no outcome but the only one', () => {
    const decisions = undecided([loss, gain]);
    expect(decisions['1']).toEqual({ outcome: null, quantity: '4', party: null });
    expect(decisions['2']).toEqual({ outcome: 'wastage', quantity: '1.5', party: null });
    expect(decisionFault(loss, decisions['1'])).toBe('outcome');
    expect(decisionFault(gain, decisions['2'])).toBeNull();
  });

  it('are made for all at once, as far as they fit', () => {
    const decisions = decidedAll([loss, gain], undecided([loss, gain]), {
      outcome: 'liable',
      party: carrier,
    });
    expect(decidedLines([loss, gain], decisions)).toEqual([
      { difference_id: '1', quantity: '4', outcome: 'liable', party_id: '9' },
      { difference_id: '2', quantity: '1.5', outcome: 'wastage', party_id: null },
    ]);
  });

  it('name who is liable and no more than what waits', () => {
    const decision = { outcome: 'liable' as const, quantity: '4', party: null };
    expect(decisionFault(loss, decision)).toBe('party');
    expect(decisionFault(loss, { ...decision, party: carrier })).toBeNull();
    expect(decisionFault(loss, { ...decision, quantity: '4.5' })).toBe('tooMuch');
    for (const quantity of [null, '', '0', '-1', 'x'])
      expect(decisionFault(loss, { ...decision, quantity })).toBe('quantity');
  });
});
