import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import { OriginLink } from '@/shared/document';
import { type ListColumn, type ListFilter, ListPage, type ListQuery } from '@/shared/list';
import type { VoucherRow } from '../api';
import { AccountSelect } from '../components/controls';
import { memoText } from '../memo';

const KINDS = ['auto', 'manual', 'opening', 'reversal', 'closing', 'backdate'];

function listVouchers(query: ListQuery, signal: AbortSignal) {
  return unwrap(api.GET('/api/v1/ledger/vouchers', { params: { query: query as never }, signal }));
}

/** All vouchers, newest first; each leads to itself and to the document that caused it. */
export default function VoucherListPage() {
  const { t, i18n } = useTranslation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the titles follow the language
  const columns = useMemo<ListColumn<VoucherRow>[]>(
    () => [
      { key: 'label', title: t('ledger:voucher.number'), kind: 'number', width: 110, isFixed: true },
      { key: 'business_date', title: t('ledger:date'), kind: 'date' },
      {
        key: 'memo',
        title: t('ledger:memo'),
        width: 240,
        render: (row) => memoText(row.memo, row.origin, t),
      },
      {
        key: 'origin',
        title: t('ledger:source'),
        width: 260,
        render: (row) => <OriginLink origin={row.origin} />,
      },
      { key: 'total', title: t('ledger:amount'), kind: 'amount' },
      {
        key: 'kind',
        title: t('ledger:voucher.kind'),
        width: 100,
        render: (row) => t(`ledger:kind.${row.kind}`, { defaultValue: row.kind }),
      },
      {
        key: 'reversal',
        title: t('ledger:voucher.reversal'),
        width: 90,
        render: (row) =>
          row.reversed_by_id
            ? t('ledger:voucher.wasReversed')
            : row.reverses_id || row.is_red
              ? t('document:red')
              : '',
      },
      { key: 'posted_by', title: t('ledger:poster'), width: 110, render: (row) => row.posted_by.name },
    ],
    [i18n.language],
  );
  const filters: ListFilter[] = [
    { kind: 'dates', from: 'date_from', to: 'date_to', label: t('ledger:date') },
    {
      kind: 'custom',
      name: 'account_id',
      label: t('ledger:account'),
      render: (value, onChange) => <AccountSelect value={value} onChange={onChange} />,
    },
    {
      kind: 'select',
      name: 'kind',
      label: t('ledger:voucher.kind'),
      options: KINDS.map((kind) => ({ value: kind, label: t(`ledger:kind.${kind}`) })),
      width: 120,
    },
  ];
  return (
    <ListPage<VoucherRow>
      id="ledger.vouchers"
      title={t('ledger:voucher.title')}
      queryKey={['ledger', 'vouchers']}
      source={{ mode: 'keyset', load: listVouchers }}
      columns={columns}
      filters={filters}
      rowKey={(row) => row.id}
      rowPath={(row) => `/ledger/vouchers/${row.id}`}
      searchPlaceholder={t('ledger:voucher.search')}
      empty={{ title: t('ledger:voucher.none'), hint: t('ledger:voucher.noneHint') }}
    />
  );
}
