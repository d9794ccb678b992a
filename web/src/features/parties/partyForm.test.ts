import { describe, expect, it } from 'vitest';
import { blankParty, type PartyValues, writeParty } from './partyForm';

const values = (patch: Partial<PartyValues>) =>
  ({ ...blankParty('customer', 'CNY'), name: ' Wang ', ...patch }) as PartyValues;

describe('what a party form sends', () => {
  it('is trimmed, and a tax id without text has no kind', () => {
    const body = writeParty(values({ tax_id: ' ' }));
    expect(body).toMatchObject({ name: 'Wang', tax_id: '', tax_id_kind: '', is_customer: true });
  });

  it('cleans a social credit code', () => {
    expect(writeParty(values({ tax_id: '9111 0000 6000 3734 1l' })).tax_id).toBe('91110000600037341L');
  });

  it('has days only where the terms have them, and no limit is not a limit of zero', () => {
    expect(writeParty(values({ payment_terms_days: '30' })).payment_terms_days).toBe(0);
    expect(writeParty(values({ terms_kind: 'days', payment_terms_days: '30' })).payment_terms_days).toBe(30);
    expect(writeParty(values({ credit_limit: null })).credit_limit).toBeNull();
    expect(writeParty(values({ credit_limit: '0' })).credit_limit).toBe('0');
  });
});
