import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { DecimalInput, decimal } from '@/shared/forms';
import { CurrencySelect, Field } from '@/shared/master';
import type { PartyValues } from '../partyForm';
import type { Role } from '../roles';

const TERMS = ['immediate', 'days', 'end_of_month'] as const;

/** When it pays or is paid, in which currency, and up to which sum. */
export function TermsTab({ role }: { role: Role }) {
  const { t } = useTranslation();
  const kind = Form.useWatch<PartyValues['terms_kind'] | undefined>('terms_kind');
  return (
    <div className="field-grid">
      <Field name="terms_kind" label={t('parties:party.terms')}>
        <Select options={TERMS.map((value) => ({ value, label: t(`parties:terms.${value}`) }))} />
      </Field>
      {kind !== 'immediate' && (
        <Field name="payment_terms_days" label={t('parties:party.termDays')} rules={[decimal()]}>
          <DecimalInput suffix={t('parties:party.days')} />
        </Field>
      )}
      <Field name="currency" label={t('parties:party.currency')}>
        <CurrencySelect />
      </Field>
      {role === 'customer' && (
        <Field
          name="credit_limit"
          label={t('parties:party.creditLimit')}
          rules={[decimal()]}
          extra={t('parties:party.creditHint')}
        >
          <DecimalInput />
        </Field>
      )}
    </div>
  );
}
