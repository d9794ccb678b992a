import { ImportOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useCan } from '@/app/session';
import { currentLanguage } from '@/i18n/language';
import { ImportPage } from '@/shared/import';
import { type ListColumn, type ListFilter, ListPage } from '@/shared/list';
import { Amount } from '@/shared/money';
import { listGroups, type PartyRow, partyCalls, type Role } from '../roles';

/** The list of customers or of suppliers. */
export function partyListPage(role: Role) {
  const calls = partyCalls(role);
  const path = `/parties/${role}s`;
  return function PartyListPage() {
    const { t } = useTranslation();
    const can = useCan();
    const navigate = useNavigate();
    const columns = useMemo(() => partyColumns(role, t), [t]);
    const { data: groups = [] } = useQuery({
      queryKey: ['parties', 'groups', 'list', { role }],
      enabled: can('parties.group.read'),
      queryFn: ({ signal }) => listGroups(role, signal),
    });
    const filters: ListFilter[] = [
      {
        kind: 'select',
        name: 'group_id',
        label: t('parties:party.group'),
        options: groups.map((group) => ({ value: group.id, label: group.name })),
      },
      {
        kind: 'select',
        name: 'status',
        label: t('common:record.status'),
        width: 110,
        options: [
          { value: 'archived', label: t('common:record.archivedOnly') },
          { value: 'all', label: t('common:record.all') },
        ],
      },
    ];
    const importButton = can(`parties.${role}.import`) && (
      <Button icon={<ImportOutlined />} onClick={() => navigate(`${path}/import`)}>
        {t('common:action.import')}
      </Button>
    );
    return (
      <ListPage<PartyRow>
        id={`parties.${role}s`}
        title={t(`parties:${role}.title`)}
        queryKey={['parties', `${role}s`]}
        source={{ mode: 'keyset', load: calls.list }}
        columns={columns}
        filters={filters}
        rowKey={(row) => row.id}
        rowPath={(row) => `${path}/${row.id}`}
        searchPlaceholder={t('parties:party.search')}
        create={
          can(`parties.${role}.create`) ? { label: t(`parties:${role}.new`), path: `${path}/new` } : undefined
        }
        actions={importButton}
        exportPath={
          can(`parties.${role}.export`)
            ? `${calls.base}/export?language=${currentLanguage() === 'en-US' ? 'en' : 'zh'}`
            : undefined
        }
        empty={{
          title: t(`parties:${role}.none`),
          hint: t('parties:party.noneHint'),
          action: importButton,
        }}
      />
    );
  };
}

export function partyImportPage(role: Role) {
  return function PartyImportPage() {
    const { t } = useTranslation();
    return (
      <ImportPage
        title={t(`parties:${role}.title`)}
        listPath={`/parties/${role}s`}
        base={`/api/v1/parties/${role}s`}
      />
    );
  };
}

function partyColumns(role: Role, t: TFunction): ListColumn<PartyRow>[] {
  const columns: (ListColumn<PartyRow> | false)[] = [
    { key: 'code', title: t('common:record.code'), width: 110, sort: 'code', isFixed: true },
    { key: 'name', title: t('parties:party.name'), width: 220, sort: 'name', isFixed: true },
    {
      key: 'group',
      title: t('parties:party.group'),
      width: 110,
      render: (row) => (role === 'customer' ? row.customer_group : row.supplier_group)?.name,
    },
    {
      key: 'terms',
      title: t('parties:party.terms'),
      width: 130,
      render: (row) => t(`parties:termsShort.${row.terms_kind}`, { days: row.payment_terms_days }),
    },
    role === 'customer' && {
      key: 'credit_limit',
      title: t('parties:party.creditLimit'),
      kind: 'amount',
      card: 'detail',
      render: (row) =>
        row.credit_limit === null ? (
          <span className="document-quiet">{t('parties:party.noLimit')}</span>
        ) : (
          <Amount value={row.credit_limit} currency={row.currency} />
        ),
    },
    { key: 'currency', title: t('parties:party.currency'), width: 64 },
    { key: 'tax_id', title: t('parties:party.taxId'), width: 180 },
    { key: 'phone', title: t('parties:party.phone'), width: 130 },
    { key: 'email', title: t('parties:party.email'), width: 180, isHidden: true },
    { key: 'country', title: t('parties:party.country'), width: 70, isHidden: true },
    { key: 'price_level', title: t('parties:party.priceLevel'), width: 100, isHidden: true },
    { key: 'remark', title: t('parties:party.remark'), width: 180, isHidden: true },
    { key: 'status', title: t('common:record.status'), kind: 'status', width: 92 },
    {
      key: 'updated_at',
      title: t('common:record.updatedAt'),
      kind: 'datetime',
      sort: 'updated_at',
      isHidden: true,
    },
  ];
  return columns.filter((column) => column !== false);
}
