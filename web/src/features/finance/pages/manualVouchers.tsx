import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/app/session';
import { DocumentPage, documentFilters, documentListColumns } from '@/shared/document';
import { type ListColumn, type ListFilter, ListPage, type ListQuery } from '@/shared/list';
import { listDocuments } from '../api';
import type { ManualVoucherRow } from '../closingApi';
import { LeafAccountSelect } from '../components/LeafAccountSelect';
import { manualVoucher } from '../voucherDefinition';

const STATES = ['draft', 'submitted', 'approved', 'posted', 'reversed', 'cancelled'];
const load = (query: ListQuery, signal: AbortSignal) =>
  listDocuments<ManualVoucherRow>('manual-vouchers', query as never, signal);

/** All vouchers written by hand, whatever their state. */
export function ManualVoucherListPage() {
  const { t, i18n } = useTranslation();
  const can = useCan();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the titles follow the language
  const columns = useMemo(() => {
    const shared = documentListColumns<ManualVoucherRow>({ amount: false });
    const own: ListColumn<ManualVoucherRow>[] = [
      { key: 'amount', title: t('document:column.net'), kind: 'amount' },
      {
        key: 'approved_by',
        title: t('finance:manual_voucher.auditor'),
        width: 110,
        render: (row) => row.approved_by?.name,
      },
    ];
    return shared.filter((column) => column.key !== 'quantity').toSpliced(3, 0, ...own);
  }, [i18n.language]);
  const filters: ListFilter[] = [
    ...documentFilters(STATES),
    {
      kind: 'custom',
      name: 'account_id',
      label: t('finance:account'),
      render: (value, onChange) => <LeafAccountSelect value={value} onChange={onChange} />,
    },
  ];
  const title = t('finance:manual_voucher.title');
  return (
    <ListPage<ManualVoucherRow>
      id="finance.manual-vouchers"
      title={title}
      queryKey={['finance', 'manual-vouchers']}
      source={{ mode: 'keyset', load }}
      columns={columns}
      filters={filters}
      rowKey={(row) => row.id}
      rowPath={(row) => `/finance/manual-vouchers/${row.id}`}
      create={
        can('finance.manual_voucher.create')
          ? { label: t('finance:new', { name: title }), path: '/finance/manual-vouchers/new' }
          : undefined
      }
      searchPlaceholder={t('finance:manual_voucher.search')}
      empty={{ title: t('finance:none', { name: title }), hint: t('finance:manual_voucher.noneHint') }}
    />
  );
}

/** The page of one voucher. */
export function ManualVoucherPage() {
  return <DocumentPage definition={manualVoucher} />;
}
