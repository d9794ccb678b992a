import { describe, expect, it } from 'vitest';
import { allArrived, arrivalFault, arrivedLines, inTransit, type SentLine, withScanned } from './receiving';

const line = (
  id: string,
  item: string,
  quantity: string,
  received = '0',
  lost = '0',
  sentBack = '0',
): SentLine => ({
  id,
  item: { id: item },
  quantity,
  received_quantity: received,
  sent_back_quantity: sentBack,
  lost_quantity: lost,
});

describe('goods in transit', () => {
  const lines = [line('1', 'a', '10', '4'), line('2', 'b', '5.5'), line('3', 'a', '2')];

  it('are what was sent and neither arrived nor went back nor got lost', () => {
    expect(inTransit(line('1', 'a', '10', '4', '1.5'))).toBe('4.5');
    expect(inTransit(line('1', 'a', '10', '4', '1.5', '2.25'))).toBe('2.25');
    expect(allArrived(lines)).toEqual({ '1': '6', '2': '5.5', '3': '2' });
  });

  it('cannot arrive more than once', () => {
    expect(arrivalFault(lines[0] as SentLine, '6')).toBeNull();
    expect(arrivalFault(lines[0] as SentLine, '6.1')).toBe('tooMuch');
    expect(arrivalFault(lines[0] as SentLine, 'x')).toBe('number');
    expect(arrivalFault(lines[0] as SentLine, '-1')).toBe('number');
    expect(arrivalFault(lines[0] as SentLine, '')).toBeNull();
  });

  it('are received as far as something arrived', () => {
    expect(arrivedLines(lines, { '1': '6', '2': '', '3': '0' })).toEqual([{ line_id: '1', quantity: '6' }]);
  });

  it('are counted by scanning, line after line of the same item', () => {
    const first = withScanned(lines, { '1': '5' }, 'a', '1');
    expect(first).toEqual({ '1': '6' });
    expect(withScanned(lines, first ?? {}, 'a', '2')).toEqual({ '1': '6', '3': '2' });
    expect(withScanned(lines, {}, 'unknown', '1')).toBeNull();
  });
});
