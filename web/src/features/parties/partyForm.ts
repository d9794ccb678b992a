import { decimalOrNull } from '@/shared/forms';
import type { Party, PartyIn, Role } from './roles';
import { cleanUscc } from './uscc';

type Input<Part extends 'addresses' | 'contacts' | 'bank_accounts'> = Partial<
  NonNullable<PartyIn[Part]>[number]
>;

/** A customer or supplier as its form holds it. */
export interface PartyValues {
  code: string;
  name: string;
  short_name: string;
  name_en: string;
  is_customer: boolean;
  is_supplier: boolean;
  customer_group_id: string | null;
  supplier_group_id: string | null;
  terms_kind: Party['terms_kind'];
  payment_terms_days: string | null;
  credit_limit: string | null;
  currency: string;
  country: string;
  tax_id_kind: Party['tax_id_kind'];
  tax_id: string;
  price_level: string | null;
  owner_id: string | null;
  phone: string;
  email: string;
  remark: string;
  addresses: Input<'addresses'>[];
  contacts: Input<'contacts'>[];
  bank_accounts: Input<'bank_accounts'>[];
  helper_codes: string[];
}

export function blankParty(role: Role, currency: string): Partial<PartyValues> {
  return {
    is_customer: role === 'customer',
    is_supplier: role === 'supplier',
    terms_kind: 'immediate',
    payment_terms_days: null,
    currency,
    country: currency === 'CNY' ? 'CN' : currency.slice(0, 2),
    tax_id_kind: currency === 'CNY' ? 'uscc' : '',
    addresses: [],
    contacts: [],
    bank_accounts: [],
    helper_codes: [],
  };
}

export function readParty(party: Party): PartyValues {
  return {
    code: party.code,
    name: party.name,
    short_name: party.short_name,
    name_en: party.name_en,
    is_customer: party.is_customer,
    is_supplier: party.is_supplier,
    customer_group_id: party.customer_group?.id ?? null,
    supplier_group_id: party.supplier_group?.id ?? null,
    terms_kind: party.terms_kind,
    payment_terms_days: party.payment_terms_days === 0 ? null : String(party.payment_terms_days),
    credit_limit: party.credit_limit,
    currency: party.currency,
    country: party.country,
    tax_id_kind: party.tax_id_kind,
    tax_id: party.tax_id,
    price_level: party.price_level || null,
    owner_id: party.owner?.id ?? null,
    phone: party.phone,
    email: party.email,
    remark: party.remark,
    addresses: party.addresses as PartyValues['addresses'],
    contacts: party.contacts,
    bank_accounts: party.bank_accounts,
    helper_codes: party.helper_codes,
  };
}

/** Another party at the same terms: code, tax id, bank and people are its own. */
export function copyParty(party: Party): Partial<PartyValues> {
  return {
    ...readParty(party),
    code: '',
    tax_id: '',
    bank_accounts: [],
    contacts: [],
    helper_codes: [],
  };
}

const trimmed = (value: string | null | undefined) => (value ?? '').trim();

export function writeParty(values: PartyValues): PartyIn {
  const taxId = trimmed(values.tax_id);
  const days = decimalOrNull(values.payment_terms_days);
  return {
    code: trimmed(values.code),
    name: trimmed(values.name),
    short_name: trimmed(values.short_name),
    name_en: trimmed(values.name_en),
    is_customer: values.is_customer ?? false,
    is_supplier: values.is_supplier ?? false,
    customer_group_id: values.customer_group_id || null,
    supplier_group_id: values.supplier_group_id || null,
    terms_kind: values.terms_kind,
    payment_terms_days: values.terms_kind === 'immediate' || days === null ? 0 : Number(days),
    credit_limit: decimalOrNull(values.credit_limit),
    currency: values.currency,
    country: trimmed(values.country).toUpperCase(),
    tax_id_kind: taxId === '' ? '' : values.tax_id_kind || 'other',
    tax_id: values.tax_id_kind === 'uscc' ? cleanUscc(taxId) : taxId,
    price_level: values.price_level ?? '',
    owner_id: values.owner_id,
    phone: trimmed(values.phone),
    email: trimmed(values.email),
    remark: trimmed(values.remark),
    addresses: (values.addresses ?? []).map((address) => ({
      ...address,
      street: trimmed(address.street),
      country: trimmed(address.country).toUpperCase() || 'CN',
    })) as PartyIn['addresses'],
    contacts: (values.contacts ?? []) as PartyIn['contacts'],
    bank_accounts: (values.bank_accounts ?? []) as PartyIn['bank_accounts'],
    helper_codes: (values.helper_codes ?? []).map(trimmed).filter((code) => code !== ''),
  };
}
