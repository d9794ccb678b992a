import { PrinterOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, unwrap } from '@/api/client';
import { ErrorPanel, PageSkeleton } from '@/shared/feedback';
import { DataTable, type ListColumn, useListParams } from '@/shared/list';
import { Amount, big } from '@/shared/money';
import { accountsQuery, latestPeriodQuery } from '../api';
import { PeriodPicker, PeriodRange } from '../components/controls';
import { firstDay, lastDay, periodFrom, yearStart } from '../periods';

interface StatementRow {
  key: string;
  kind: string;
  name: string;
  name_en: string;
  codes: string[];
}

export function BalanceSheetPage() {
  const latest = useQuery(latestPeriodQuery);
  if (latest.isPending) return <PageSkeleton rows={14} />;
  return <BalanceSheet latest={latest.data ?? 200001} />;
}

function BalanceSheet({ latest }: { latest: number }) {
  const { t } = useTranslation();
  const { params, change } = useListParams();
  const period = periodFrom(params.filters.period, latest);
  const query = { period };
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['ledger', 'balance-sheet', 'list', query],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/ledger/balance-sheet', { params: { query }, signal })),
  });
  return (
    <StatementFrame
      title={t('ledger:balanceSheet.title')}
      note={
        data && (
          <span className={`status status-${data.balanced ? 'done' : 'refused'}`}>
            {t(data.balanced ? 'ledger:balanceSheet.balanced' : 'ledger:balanceSheet.unbalanced')}
          </span>
        )
      }
      picker={
        <PeriodPicker value={period} onChange={(code) => change({ filters: { period: String(code) } })} />
      }
    >
      {error ? (
        <ErrorPanel error={error} onRetry={refetch} />
      ) : isPending ? (
        <PageSkeleton rows={14} />
      ) : (
        <StatementTable
          label={t('ledger:balanceSheet.title')}
          rows={data.items}
          currency={data.currency}
          range={{ date_from: firstDay(yearStart(period)), date_to: lastDay(period) }}
          amounts={[
            ['closing', t('ledger:balanceSheet.closing')],
            ['opening', t('ledger:balanceSheet.opening')],
          ]}
        />
      )}
    </StatementFrame>
  );
}

export function IncomeStatementPage() {
  const latest = useQuery(latestPeriodQuery);
  if (latest.isPending) return <PageSkeleton rows={14} />;
  return <IncomeStatement latest={latest.data ?? 200001} />;
}

function IncomeStatement({ latest }: { latest: number }) {
  const { t } = useTranslation();
  const { params, change } = useListParams();
  const from = periodFrom(params.filters.from, latest);
  const to = periodFrom(params.filters.to, latest);
  const query = { period_from: from, period_to: to };
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['ledger', 'income-statement', 'list', query],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/ledger/income-statement', { params: { query }, signal })),
  });
  return (
    <StatementFrame
      title={t('ledger:incomeStatement.title')}
      picker={
        <PeriodRange
          from={from}
          to={to}
          onChange={(first, last) => change({ filters: { from: String(first), to: String(last) } })}
        />
      }
    >
      {error ? (
        <ErrorPanel error={error} onRetry={refetch} />
      ) : isPending ? (
        <PageSkeleton rows={14} />
      ) : (
        <StatementTable
          label={t('ledger:incomeStatement.title')}
          rows={data.items}
          currency={data.currency}
          range={{ date_from: firstDay(from), date_to: lastDay(to) }}
          amounts={[
            ['amount', t('ledger:incomeStatement.amount')],
            ['year', t('ledger:incomeStatement.year')],
          ]}
        />
      )}
    </StatementFrame>
  );
}

interface StatementFrameProps {
  title: string;
  note?: React.ReactNode;
  picker: React.ReactNode;
  children: React.ReactNode;
}

function StatementFrame({ title, note, picker, children }: StatementFrameProps) {
  const { t } = useTranslation();
  return (
    <div className="page">
      <div className="page-head">
        <h1>{title}</h1>
        {note}
        <div className="page-head-actions">
          {picker}
          <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
            {t('common:action.print')}
          </Button>
        </div>
      </div>
      {children}
    </div>
  );
}

interface StatementTableProps<Row extends StatementRow> {
  label: string;
  rows: readonly Row[];
  currency: string;
  range: { date_from: string; date_to: string };
  amounts: [key: keyof Row & string, title: string][];
}

/** A statement in the format of the chart; the accounts of a line lead to their ledgers. */
function StatementTable<Row extends StatementRow>(props: StatementTableProps<Row>) {
  const { t, i18n } = useTranslation();
  const [isWithZero, setWithZero] = useState(false);
  const { data: accounts = [] } = useQuery(accountsQuery);
  const idOf = new Map(accounts.map((account) => [account.code, account.id]));
  const isEmpty = (row: Row) => props.amounts.every(([key]) => big(row[key] as string).eq(0));
  const rows = props.rows.filter(
    (row) => isWithZero || row.kind === 'total' || row.kind === 'heading' || !isEmpty(row),
  );
  const columns: ListColumn<Row>[] = [
    {
      key: 'name',
      title: t('ledger:statement.line'),
      width: 320,
      render: (row) => (
        <span className={`statement-${row.kind}`}>
          {i18n.language === 'en-US' && row.name_en ? row.name_en : row.name}
        </span>
      ),
    },
    ...props.amounts.map(
      ([key, title], index): ListColumn<Row> => ({
        key,
        title,
        kind: 'amount',
        width: 150,
        card: index === 0 ? 'figure' : 'detail',
        render: (row) =>
          row.kind === 'heading' ? null : <Amount value={row[key] as string} currency={props.currency} />,
      }),
    ),
    {
      key: 'codes',
      title: t('ledger:statement.accounts'),
      width: 220,
      render: (row) =>
        row.codes.length > 0 && (
          <span className="statement-codes">
            {row.codes.map((code) => {
              const id = idOf.get(code);
              const search = new URLSearchParams({ account_id: id ?? '', ...props.range });
              return id ? (
                <Link key={code} to={`/ledger/account-ledger?${search}`}>
                  {code}
                </Link>
              ) : (
                <span key={code}>{code}</span>
              );
            })}
          </span>
        ),
    },
  ];
  return (
    <div className="panel">
      <div className="ledger-tools no-print">
        <Checkbox checked={isWithZero} onChange={(event) => setWithZero(event.target.checked)}>
          {t('ledger:statement.zero')}
        </Checkbox>
      </div>
      <DataTable
        label={props.label}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.key}
        rowTone={(row) => (row.kind === 'total' || row.kind === 'heading' ? 'strong' : undefined)}
        currency={props.currency}
      />
    </div>
  );
}
