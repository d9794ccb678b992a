import { Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { useCan, useCompanyCurrency } from '@/app/session';
import { useReachable } from '@/app/useReachable';
import { type RecordDefinition, RecordPage, type RecordTab, useRecord } from '@/shared/master';
import { PartyBasicTab } from '../components/PartyBasicTab';
import { AddressesTab, BankTab, ContactsTab } from '../components/PeopleTabs';
import { TermsTab } from '../components/TermsTab';
import { blankParty, copyParty, type PartyValues, readParty, writeParty } from '../partyForm';
import { type Party, partyCalls, type Role } from '../roles';

/** The page of one customer or supplier. */
export function partyPage(role: Role) {
  return function PartyPage() {
    const { id = 'new' } = useParams();
    return <OneParty key={id} role={role} id={id} />;
  };
}

function definitionOf(role: Role, currency: string): RecordDefinition<Party, PartyValues> {
  const calls = partyCalls(role);
  return {
    area: 'parties',
    resource: `${role}s`,
    listPath: `/parties/${role}s`,
    load: calls.load,
    create: (values, key) => calls.create(writeParty(values), key),
    replace: (id, values, version) => calls.replace(id, writeParty(values), version),
    setArchived: calls.setArchived,
    blank: () => blankParty(role, currency),
    read: readParty,
    readCopy: copyParty,
  };
}

function OneParty({ role, id }: { role: Role; id: string }) {
  const { t } = useTranslation();
  const can = useCan();
  const currency = useCompanyCurrency();
  const definition = useMemo(() => definitionOf(role, currency), [role, currency]);
  const state = useRecord(definition, id);
  const { record, isNew } = state;
  const isReadOnly = !can(`parties.${role}.${isNew ? 'create' : 'update'}`);
  const counted = (label: string, count: number | undefined) => `${label} ${count || ''}`;
  const tabs: RecordTab[] = [
    {
      key: 'basic',
      label: t('parties:tab.basic'),
      fields: [
        'name',
        'code',
        `${role}_group_id`,
        'tax_id',
        'tax_id_kind',
        'email',
        'country',
        'helper_codes',
      ],
      content: <PartyBasicTab role={role} isNew={isNew} />,
    },
    {
      key: 'terms',
      label: t('parties:tab.terms'),
      fields: ['terms_kind', 'payment_terms_days', 'currency', 'credit_limit'],
      content: <TermsTab role={role} />,
    },
    {
      key: 'contacts',
      label: counted(t('parties:contact.heading'), record?.contacts.length),
      fields: ['contacts'],
      content: <ContactsTab isReadOnly={isReadOnly} />,
    },
    {
      key: 'addresses',
      label: counted(t('parties:address.heading'), record?.addresses.length),
      fields: ['addresses'],
      content: <AddressesTab isReadOnly={isReadOnly} country={record?.country ?? 'CN'} />,
    },
    {
      key: 'bank',
      label: counted(t('parties:bank.heading'), record?.bank_accounts.length),
      fields: ['bank_accounts'],
      content: <BankTab isReadOnly={isReadOnly} currency={record?.currency ?? currency} />,
    },
  ];
  return (
    <RecordPage
      definition={definition}
      state={state}
      kind={t(`parties:${role}.title`)}
      name={record?.name}
      permissions={{
        create: `parties.${role}.create`,
        update: `parties.${role}.update`,
        archive: `parties.${role}.archive`,
      }}
      tabs={tabs}
      links={record && <PartyLinks role={role} party={record} />}
    />
  );
}

/** To the documents of this party. */
function PartyLinks({ role, party }: { role: Role; party: Party }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const reachable = useReachable();
  const area = role === 'customer' ? 'sales' : 'purchasing';
  const orders = reachable(`/${area}/orders?party_id=${party.id}`);
  return orders ? <Button onClick={() => navigate(orders)}>{t(`parties:${role}.orders`)}</Button> : null;
}
