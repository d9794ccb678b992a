import { describe, expect, it } from 'vitest';
import { quantityToInvoice, readInvoiceLine, writeInvoiceLine } from './invoiceLines';

const goods = { quantity: '24', entered_quantity: '2', invoiced_quantity: '0', returned_quantity: '0' };

describe('what is still to invoice of a goods line', () => {
  it('is all of it as long as nothing happened', () => {
    expect(quantityToInvoice(goods)).toBe('2');
  });

  it('is less what was invoiced and what came back, in the unit of the line', () => {
    expect(quantityToInvoice({ ...goods, invoiced_quantity: '6', returned_quantity: '6' })).toBe('1');
  });

  it('is nothing once all is invoiced', () => {
    expect(quantityToInvoice({ ...goods, invoiced_quantity: '24' })).toBe('0');
  });
});

describe('an invoice line without an item', () => {
  const server = {
    id: '5',
    line_no: 1,
    entered_quantity: '1',
    quantity: '1',
    price: '300',
    description: '',
    account_key: '',
    account: { id: '77', code: '6602.01', name: 'office' },
  };

  it('holds its account where the item would stand, and gives it back', () => {
    const written = writeInvoiceLine(readInvoiceLine(server));
    expect(written).toMatchObject({ item_id: null, account_id: '77', unit_id: null, price: '300' });
  });

  it('keeps the key of a text line', () => {
    const text = { ...server, account: null, account_key: 'FREIGHT', description: 'freight' };
    expect(writeInvoiceLine(readInvoiceLine(text))).toMatchObject({
      item_id: null,
      account_id: null,
      account_key: 'FREIGHT',
      description: 'freight',
    });
  });
});
