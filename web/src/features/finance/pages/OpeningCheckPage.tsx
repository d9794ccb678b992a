import { CheckCircleFilled, ExclamationCircleFilled } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api, unwrap } from '@/api/client';
import { useCan } from '@/app/session';
import { documentKind } from '@/shared/document';
import { EmptyState, ErrorPanel, PageSkeleton } from '@/shared/feedback';
import { DataTable, useListParams } from '@/shared/list';
import { Amount, big } from '@/shared/money';
import type { OpeningCheck } from '../closingApi';
import { LedgerPicker } from '../components/LedgerPicker';
import '../components/finance.css';

type Item = OpeningCheck['items'][number];

/** What was brought along at the start: the opening trial balance, and what still hangs on the opening account. */
export default function OpeningCheckPage() {
  const { t } = useTranslation();
  const { params, change } = useListParams();
  const ledgerId = params.filters.ledger_id;
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['finance', 'opening-balances', 'check', ledgerId ?? ''],
    staleTime: 0,
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/finance/opening-balances/check', {
          params: { query: { ledger_id: ledgerId } },
          signal,
        }),
      ),
  });
  if (error) return <ErrorPanel error={error} onRetry={refetch} />;
  if (isPending) return <PageSkeleton rows={12} />;
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('finance:opening_check.title')}</h1>
        <div className="page-head-actions">
          <LedgerPicker value={ledgerId} onChange={(id) => change({ filters: { ledger_id: id } })} />
          <Ways />
        </div>
      </div>
      <Verdict check={data} />
      <div className="panel">
        {data.items.length === 0 ? (
          <EmptyState title={t('finance:opening_check.none')} hint={t('finance:opening_check.noneHint')} />
        ) : (
          <BalanceTable check={data} />
        )}
      </div>
      {data.sources.length > 0 && (
        <div className="panel">
          <h2>{t('finance:opening_check.sources')}</h2>
          <SourceTable check={data} />
        </div>
      )}
    </div>
  );
}

/** Where each part of the opening is entered; goods come in by an other receipt. */
function Ways() {
  const { t } = useTranslation();
  const can = useCan();
  const navigate = useNavigate();
  const ways = [
    { key: 'parties', path: '/finance/opening-items', permission: 'finance.opening_balance.read' },
    { key: 'accounts', path: '/finance/opening-accounts', permission: 'finance.opening_balance.read' },
    { key: 'stock', path: '/warehouse/other-receipts', permission: 'warehouse.other_receipt.read' },
  ];
  return ways
    .filter((way) => can(way.permission))
    .map((way) => (
      <Button key={way.key} onClick={() => navigate(way.path)}>
        {t(`finance:opening_check.way.${way.key}`)}
      </Button>
    ));
}

function Verdict({ check }: { check: OpeningCheck }) {
  const { t } = useTranslation();
  if (check.items.length === 0) return null;
  const side = big(check.left).gt(0) ? 'debit' : 'credit';
  return (
    <Alert
      type={check.ok ? 'success' : 'warning'}
      showIcon
      icon={check.ok ? <CheckCircleFilled /> : <ExclamationCircleFilled />}
      title={
        check.ok ? (
          t('finance:opening_check.complete')
        ) : (
          <>
            {t(`finance:opening_check.left.${side}`)}{' '}
            <Amount value={big(check.left).abs().toFixed()} currency={check.currency} symbol strong />
          </>
        )
      }
      description={check.ok ? undefined : t('finance:opening_check.leftHint')}
    />
  );
}

function BalanceTable({ check }: { check: OpeningCheck }) {
  const { t, i18n } = useTranslation();
  const name = (item: Item) => (i18n.language === 'en-US' && item.name_en) || item.account.name;
  const amount = (value: string) =>
    big(value).eq(0) ? null : <Amount value={value} currency={check.currency} />;
  return (
    <DataTable<Item>
      label={t('finance:opening_check.title')}
      rows={check.items}
      rowKey={(item) => item.account.id}
      rowPath={(item) => `/ledger/account-ledger?account_id=${item.account.id}`}
      currency={check.currency}
      columns={[
        {
          key: 'account',
          title: t('finance:account'),
          width: 180,
          render: (item) => `${item.account.code} ${name(item)}`,
        },
        { key: 'debit', title: t('finance:debit'), kind: 'amount', render: (item) => amount(item.debit) },
        { key: 'credit', title: t('finance:credit'), kind: 'amount', render: (item) => amount(item.credit) },
      ]}
      totals={{ debit: check.debit, credit: check.credit }}
    />
  );
}

function SourceTable({ check }: { check: OpeningCheck }) {
  const { t } = useTranslation();
  const name = (kind: string) => {
    const known = documentKind(kind);
    return known ? t(known.label) : kind;
  };
  return (
    <DataTable<OpeningCheck['sources'][number]>
      label={t('finance:opening_check.sources')}
      rows={check.sources}
      rowKey={(source) => source.kind}
      columns={[
        { key: 'kind', title: t('finance:document'), width: 260, render: (source) => name(source.kind) },
        {
          key: 'vouchers',
          title: t('finance:opening_check.vouchers'),
          width: 120,
          render: (source) => String(source.vouchers),
        },
        {
          key: 'amount',
          title: t('finance:opening_check.amount'),
          kind: 'amount',
          width: 200,
          render: (source) => <Amount value={source.amount} currency={check.currency} />,
        },
      ]}
    />
  );
}
