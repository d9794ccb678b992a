import { CheckCircleFilled, DownloadOutlined, ExclamationCircleFilled } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import { EmptyState, ErrorPanel, PageSkeleton } from '@/shared/feedback';
import { DataTable, type ListColumn, useListParams } from '@/shared/list';
import { saveCsv } from '@/shared/list/csv';
import { Amount, big } from '@/shared/money';
import { latestPeriodQuery, type TrialBalance, type TrialBalanceRow } from '../api';
import { PeriodRange } from '../components/controls';
import { TreeName } from '../components/TreeName';
import { firstDay, lastDay, periodFrom, periodText, yearStart } from '../periods';
import { openTo, parentsOf, visibleRows } from '../tree';

type AmountKey = keyof TrialBalance['totals'];
const AMOUNTS: AmountKey[] = [
  'opening_debit',
  'opening_credit',
  'debit',
  'credit',
  'year_debit',
  'year_credit',
  'closing_debit',
  'closing_credit',
];

/** Opening, turnover, year to date and closing of every account; a row opens its ledger. */
export default function TrialBalancePage() {
  const latest = useQuery(latestPeriodQuery);
  if (latest.isPending) return <PageSkeleton rows={12} />;
  return <TrialBalanceReport latest={latest.data ?? 200001} />;
}

function TrialBalanceReport({ latest }: { latest: number }) {
  const { t } = useTranslation();
  const { params, change } = useListParams();
  const from = periodFrom(params.filters.from, yearStart(latest));
  const to = periodFrom(params.filters.to, latest);
  const isWithZero = params.filters.zero === 'true';
  const isWithYear = params.filters.year === 'true';
  const query = { period_from: from, period_to: to, include_zero: isWithZero };
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['ledger', 'trial-balance', 'list', query],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/ledger/trial-balance', { params: { query }, signal })),
  });
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('ledger:trialBalance.title')}</h1>
        {data && <Verdict isBalanced={data.balanced} />}
        <div className="page-head-actions">
          {data && (
            <Button icon={<DownloadOutlined />} onClick={() => saveTrialBalance(data, t)}>
              {t('common:action.export')}
            </Button>
          )}
        </div>
      </div>
      <div className="panel ledger-tools">
        <PeriodRange
          from={from}
          to={to}
          onChange={(first, last) => change({ filters: { from: String(first), to: String(last) } })}
        />
        <Checkbox
          checked={isWithZero}
          onChange={(event) => change({ filters: { zero: event.target.checked ? 'true' : undefined } })}
        >
          {t('ledger:trialBalance.zero')}
        </Checkbox>
        <Checkbox
          checked={isWithYear}
          onChange={(event) => change({ filters: { year: event.target.checked ? 'true' : undefined } })}
        >
          {t('ledger:trialBalance.year')}
        </Checkbox>
      </div>
      {error ? (
        <ErrorPanel error={error} onRetry={refetch} />
      ) : isPending ? (
        <PageSkeleton rows={12} />
      ) : (
        <TrialBalanceTable balance={data} isWithYear={isWithYear} />
      )}
    </div>
  );
}

function Verdict({ isBalanced }: { isBalanced: boolean }) {
  const { t } = useTranslation();
  return (
    <span className={`status status-${isBalanced ? 'done' : 'refused'}`}>
      {isBalanced ? <CheckCircleFilled /> : <ExclamationCircleFilled />}{' '}
      {t(isBalanced ? 'ledger:trialBalance.balanced' : 'ledger:trialBalance.unbalanced')}
    </span>
  );
}

function TrialBalanceTable({ balance, isWithYear }: { balance: TrialBalance; isWithYear: boolean }) {
  const { t, i18n } = useTranslation();
  const deepest = Math.max(1, ...balance.items.map((row) => row.level));
  const [level, setLevel] = useState(1);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const parents = useMemo(() => parentsOf(balance.items), [balance.items]);
  const rows = useMemo(() => visibleRows(balance.items, open), [balance.items, open]);
  const fold = (id: string) => {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  };
  const columns: ListColumn<TrialBalanceRow>[] = [
    {
      key: 'code',
      title: t('ledger:account'),
      width: 164,
      render: (row) => (
        <TreeName
          level={row.level}
          text={`${row.code} ${i18n.language === 'en-US' && row.name_en ? row.name_en : row.name}`}
          isOpen={parents.has(row.account_id) ? open.has(row.account_id) : undefined}
          onFold={() => fold(row.account_id)}
        />
      ),
    },
    ...AMOUNTS.filter((key) => isWithYear || !key.startsWith('year')).map(
      (key): ListColumn<TrialBalanceRow> => ({
        key,
        title: t(`ledger:trialBalance.${key}`),
        kind: 'amount',
        width: 118,
        card: 'detail',
        render: (row) =>
          big(row[key]).eq(0) ? null : <Amount value={row[key]} currency={balance.currency} />,
      }),
    ),
  ];
  if (balance.items.length === 0) return <EmptyState title={t('ledger:trialBalance.none')} />;
  const range = { date_from: firstDay(balance.period_from), date_to: lastDay(balance.period_to) };
  return (
    <div className="panel">
      {deepest > 1 && (
        <div className="ledger-tools">
          <Segmented
            aria-label={t('ledger:trialBalance.level')}
            value={level}
            options={Array.from({ length: deepest }, (_, index) => ({
              value: index + 1,
              label: t('ledger:trialBalance.toLevel', { level: index + 1 }),
            }))}
            onChange={(wanted) => {
              setLevel(wanted);
              setOpen(openTo(balance.items, wanted));
            }}
          />
        </div>
      )}
      <DataTable
        label={t('ledger:trialBalance.title')}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.account_id}
        rowPath={(row) =>
          `/ledger/account-ledger?${new URLSearchParams({ account_id: row.account_id, ...range })}`
        }
        rowTone={(row) => (parents.has(row.account_id) ? 'strong' : undefined)}
        totals={balance.totals}
        currency={balance.currency}
        heightMax={680}
      />
    </div>
  );
}

function saveTrialBalance(balance: TrialBalance, t: (key: string) => string): void {
  const head = ['ledger:code', 'ledger:account', ...AMOUNTS.map((key) => `ledger:trialBalance.${key}`)];
  const rows = balance.items.map((row) => [row.code, row.name, ...AMOUNTS.map((key) => row[key])]);
  const totals = ['', t('common:list.totals'), ...AMOUNTS.map((key) => balance.totals[key])];
  const name = `${t('ledger:trialBalance.title')} ${periodText(balance.period_from)}–${periodText(balance.period_to)}`;
  saveCsv(name, [head.map((key) => t(key)), ...rows, totals]);
}
