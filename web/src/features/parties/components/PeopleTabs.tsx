import { Checkbox, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { required } from '@/shared/forms';
import { CurrencySelect, type RowsColumn, RowsField } from '@/shared/master';

const ADDRESS_KINDS = ['delivery', 'billing', 'other'] as const;

interface TabProps {
  isReadOnly: boolean;
}

export function ContactsTab({ isReadOnly }: TabProps) {
  const { t } = useTranslation();
  const columns: RowsColumn[] = [
    text('name', t('parties:contact.name'), 130, 80, true),
    text('title', t('parties:contact.title'), 120, 80),
    text('mobile', t('parties:contact.mobile'), 140, 40),
    text('phone', t('parties:contact.phone'), 140, 40),
    text('email', t('parties:party.email'), 200, 254),
    text('wechat', t('parties:contact.wechat'), 130, 60),
    check('is_default', t('common:record.default')),
  ];
  return (
    <RowsField
      name="contacts"
      title={t('parties:contact.heading')}
      blank={() => ({ is_default: false })}
      addLabel={t('parties:contact.add')}
      isReadOnly={isReadOnly}
      columns={columns}
    />
  );
}

export function AddressesTab({ isReadOnly, country }: TabProps & { country: string }) {
  const { t } = useTranslation();
  const kinds = ADDRESS_KINDS.map((value) => ({ value, label: t(`parties:addressKind.${value}`) }));
  const columns: RowsColumn[] = [
    {
      name: 'kind',
      label: t('parties:address.kind'),
      width: 110,
      control: (_, label) => <Select aria-label={label} options={kinds} />,
    },
    text('region', t('parties:address.region'), 90, 60),
    text('city', t('parties:address.city'), 90, 60),
    text('district', t('parties:address.district'), 90, 60),
    text('street', t('parties:address.street'), 260, 200, true),
    text('recipient', t('parties:address.recipient'), 110, 100),
    text('phone', t('parties:contact.phone'), 130, 40),
    text('postal_code', t('parties:address.postalCode'), 90, 20),
    check('is_default', t('common:record.default')),
  ];
  return (
    <RowsField
      name="addresses"
      title={t('parties:address.heading')}
      blank={() => ({ kind: 'delivery', country, is_default: false })}
      addLabel={t('parties:address.add')}
      isReadOnly={isReadOnly}
      columns={columns}
    />
  );
}

export function BankTab({ isReadOnly, currency }: TabProps & { currency: string }) {
  const { t } = useTranslation();
  const columns: RowsColumn[] = [
    text('bank_name', t('parties:bank.name'), 240, 120, true),
    text('account_number', t('parties:bank.account'), 220, 40, true),
    text('account_name', t('parties:bank.accountName'), 200, 120),
    text('bank_code', t('parties:bank.code'), 130, 20),
    {
      name: 'currency',
      label: t('parties:party.currency'),
      width: 130,
      control: (_, label) => <CurrencySelect aria-label={label} />,
    },
    check('is_default', t('common:record.default')),
  ];
  return (
    <RowsField
      name="bank_accounts"
      title={t('parties:bank.heading')}
      blank={() => ({ currency, is_default: false })}
      addLabel={t('parties:bank.add')}
      isReadOnly={isReadOnly}
      columns={columns}
    />
  );
}

function text(name: string, label: string, width: number, maxLength: number, isRequired = false): RowsColumn {
  return {
    name,
    label,
    width,
    rules: isRequired ? [required(label)] : [],
    control: (_, rowLabel) => <Input aria-label={rowLabel} maxLength={maxLength} />,
  };
}

function check(name: string, label: string): RowsColumn {
  return {
    name,
    label,
    width: 56,
    valuePropName: 'checked',
    control: (_, rowLabel) => <Checkbox aria-label={rowLabel} />,
  };
}
