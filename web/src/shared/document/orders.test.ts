import { describe, expect, it } from 'vitest';
import { readOrderHead, writeOrder } from './orders';

const order = {
  party: { id: '7', name: '重庆百货' },
  warehouse: { id: '1', name: '主仓' },
  business_date: '2026-03-02',
  reference: 'PO-1',
  memo: '急',
  currency: 'USD',
  rate: '7.1',
};

describe('the head of an order', () => {
  it('is written as it was read', () => {
    expect(writeOrder({ header: readOrderHead(order), lines: [] })).toEqual({
      party_id: '7',
      warehouse_id: '1',
      business_date: '2026-03-02',
      reference: 'PO-1',
      memo: '急',
      currency: 'USD',
      rate: '7.1',
      lines: [],
    });
  });

  it('without a currency is of the company, at rate 1', () => {
    const head = { ...readOrderHead({ business_date: '2026-03-02' }) };
    expect(writeOrder({ header: head, lines: [] })).toMatchObject({ currency: null, rate: '1', memo: '' });
  });

  it('names the lines that stood there before', () => {
    const lines = [{ line_id: '9', quantity: '2' }, { quantity: '1' }];
    expect(writeOrder({ header: readOrderHead(order), lines }).lines.map((line) => line.line_id)).toEqual([
      '9',
      null,
    ]);
  });
});
