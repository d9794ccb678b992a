import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { api, unwrap } from '@/api/client';
import type { components } from '@/api/schema';
import { OriginLink } from '@/shared/document';
import { PageSkeleton } from '@/shared/feedback';
import { type ListColumn, type ListFilter, ListPage, type ListQuery } from '@/shared/list';
import { Amount, big } from '@/shared/money';
import { latestPeriodQuery } from '../api';
import { AccountSelect } from '../components/controls';
import { memoText } from '../memo';
import { firstDay, lastDay, yearStart } from '../periods';

type LedgerPage = components['schemas']['AccountLedgerPage'];
type Row = LedgerPage['items'][number];

/** Every posting of one account with the running balance; each leads to its voucher and its document. */
export default function AccountLedgerPage() {
  const latest = useQuery(latestPeriodQuery);
  if (latest.isPending) return <PageSkeleton />;
  const period = latest.data ?? 200001;
  return <AccountLedger defaults={{ date_from: firstDay(yearStart(period)), date_to: lastDay(period) }} />;
}

function AccountLedger({ defaults }: { defaults: { date_from: string; date_to: string } }) {
  const { t, i18n } = useTranslation();
  const [search] = useSearchParams();
  const accountId = search.get('account_id');
  const load = (query: ListQuery, signal: AbortSignal): Promise<LedgerPage> =>
    unwrap(
      api.GET('/api/v1/ledger/account-ledger', {
        params: { query: { ...defaults, ...query } as never },
        signal,
      }),
    );
  const head = useQuery({
    queryKey: ['ledger', 'account-ledger', 'head', search.toString(), defaults],
    enabled: accountId !== null,
    queryFn: ({ signal }) => load({ ...Object.fromEntries(search), limit: '1' }, signal),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the titles follow the language
  const columns = useMemo(() => ledgerColumns(t), [i18n.language]);
  const filters: ListFilter[] = [
    {
      kind: 'custom',
      name: 'account_id',
      label: t('ledger:account'),
      render: (value, onChange) => <AccountSelect value={value} onChange={onChange} />,
    },
    { kind: 'dates', from: 'date_from', to: 'date_to', label: t('ledger:date') },
  ];
  const source = {
    mode: 'keyset' as const,
    load: async (query: ListQuery, signal: AbortSignal) =>
      query.account_id ? load(query, signal) : { items: [] as Row[], next_cursor: null },
  };
  const account = head.data?.account;
  const title = t('ledger:accountLedger.title');
  return (
    <ListPage<Row>
      id="ledger.account-ledger"
      title={account ? `${title} · ${account.code} ${account.name}` : title}
      queryKey={['ledger', 'account-ledger']}
      source={source}
      columns={columns}
      filters={filters}
      hasSearch={false}
      currency={head.data?.currency}
      rowKey={(row) => row.id}
      rowPath={(row) => `/ledger/vouchers/${row.entry_id}`}
      empty={{
        title: t(accountId === null ? 'ledger:accountLedger.choose' : 'ledger:accountLedger.none'),
      }}
      summary={
        head.data && (
          <div className="panel">
            <Summary page={head.data} search={search} defaults={defaults} />
          </div>
        )
      }
    />
  );
}

interface SummaryProps {
  page: LedgerPage;
  search: URLSearchParams;
  defaults: { date_from: string; date_to: string };
}

function Summary({ page, search, defaults }: SummaryProps) {
  const { t } = useTranslation();
  const from = search.get('date_from') ?? defaults.date_from;
  const to = search.get('date_to') ?? defaults.date_to;
  return (
    <dl className="ledger-summary">
      <div>
        <dt>{t('ledger:range')}</dt>
        <dd className="number">
          {from} – {to}
        </dd>
      </div>
      <Balance
        label={t('ledger:opening')}
        side={page.opening_side}
        value={page.opening}
        currency={page.currency}
      />
      <div>
        <dt>{t('ledger:debitTurnover')}</dt>
        <dd>
          <Amount value={page.debit} currency={page.currency} />
        </dd>
      </div>
      <div>
        <dt>{t('ledger:creditTurnover')}</dt>
        <dd>
          <Amount value={page.credit} currency={page.currency} />
        </dd>
      </div>
      <Balance
        label={t('ledger:closing')}
        side={page.closing_side}
        value={page.closing}
        currency={page.currency}
      />
    </dl>
  );
}

interface BalanceProps {
  label: string;
  side: string;
  value: string;
  currency: string;
}

function Balance({ label, side, value, currency }: BalanceProps) {
  const { t } = useTranslation();
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {t(`ledger:side.${side}`)}{' '}
        <Amount value={big(value).abs().toFixed()} currency={currency} symbol strong />
      </dd>
    </div>
  );
}

function ledgerColumns(t: TFunction): ListColumn<Row>[] {
  return [
    { key: 'business_date', title: t('ledger:date'), kind: 'date', width: 100, isFixed: true },
    {
      key: 'voucher',
      title: t('ledger:voucher.number'),
      width: 84,
      render: (row) => <Link to={`/ledger/vouchers/${row.entry_id}`}>{row.voucher}</Link>,
    },
    {
      key: 'memo',
      title: t('ledger:memo'),
      width: 150,
      folds: 'first',
      render: (row) => memoText(row.memo, row.origin, t),
    },
    {
      key: 'origin',
      title: t('ledger:source'),
      width: 210,
      render: (row) => <OriginLink origin={row.origin} />,
    },
    {
      key: 'party',
      title: t('ledger:dimension'),
      width: 130,
      folds: 'first',
      render: (row) => row.party?.name ?? row.item?.name,
    },
    {
      key: 'debit',
      title: t('ledger:debit'),
      kind: 'amount',
      width: 112,
      render: (row) => amount(row.debit),
    },
    {
      key: 'credit',
      title: t('ledger:credit'),
      kind: 'amount',
      width: 112,
      render: (row) => amount(row.credit),
    },
    {
      key: 'side',
      title: t('ledger:direction'),
      width: 52,
      folds: 'never',
      render: (row) => t(`ledger:side.${row.side}`),
    },
    { key: 'balance', title: t('ledger:balance'), kind: 'amount' },
    {
      key: 'account',
      title: t('ledger:account'),
      width: 160,
      isHidden: true,
      render: (row) => `${row.account.code} ${row.account.name}`,
    },
  ];
}

function amount(value: string) {
  return big(value).eq(0) ? null : <Amount value={value} />;
}
