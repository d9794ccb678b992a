import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { api, unwrap } from '@/api/client';
import { idempotent, newIdempotencyKey } from '@/api/headers';
import { PreviewDrawer, RelatedDocuments } from '@/shared/document';
import { EmptyState, ErrorPanel, PageSkeleton } from '@/shared/feedback';
import { DataTable } from '@/shared/list';
import { Amount, big } from '@/shared/money';
import type { ProfitTransfer } from '../closingApi';
import '../components/finance.css';

/** One month: what revenue and expense hold, and the vouchers that emptied them. */
export default function ProfitTransferPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const [isPosting, setPosting] = useState(false);
  const path = { period_id: id };
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['finance', 'profit-transfers', 'detail', id],
    staleTime: 0,
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/finance/profit-transfers/{period_id}', { params: { path }, signal })),
  });
  if (error) return <ErrorPanel error={error} onRetry={refetch} />;
  if (isPending) return <PageSkeleton rows={12} />;
  const month = dayjs(data.ends_on).format('YYYY-MM');
  return (
    <div className="page">
      <div className="page-head">
        <h1>
          {t('finance:profit_transfer.title')} {month}
        </h1>
        <div className="page-head-actions">
          {data.verbs.includes('post') && (
            <Button type="primary" onClick={() => setPosting(true)}>
              {t('finance:profit_transfer.verb')}
            </Button>
          )}
        </div>
      </div>
      <div className="panel">
        <Sums transfer={data} />
      </div>
      <div className="panel">
        {data.lines.length === 0 ? (
          <EmptyState title={t('finance:profit_transfer.nothing')} />
        ) : (
          <Lines transfer={data} />
        )}
      </div>
      {data.vouchers.length > 0 && (
        <div className="panel">
          <h2>{t('finance:profit_transfer.vouchers')}</h2>
          <RelatedDocuments related={data.vouchers} />
        </div>
      )}
      {isPosting && <PostDrawer transfer={data} onDone={() => setPosting(false)} />}
    </div>
  );
}

function Sums({ transfer }: { transfer: ProfitTransfer }) {
  const { t } = useTranslation();
  const sums = [
    ['revenue', transfer.totals.revenue],
    ['expense', transfer.totals.expense],
    ['profit', transfer.profit],
    ...(big(transfer.carried).eq(0) ? [] : [['carried', transfer.carried] as const]),
  ] as const;
  return (
    <dl className="aged-total">
      {sums.map(([key, value]) => (
        <div key={key}>
          <dt>{t(`finance:profit_transfer.${key}`)}</dt>
          <dd>
            <Amount value={value} currency={transfer.currency} symbol />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Lines({ transfer }: { transfer: ProfitTransfer }) {
  const { t, i18n } = useTranslation();
  const name = (line: ProfitTransfer['lines'][number]) =>
    (i18n.language === 'en-US' && line.name_en) || line.account.name;
  return (
    <DataTable<ProfitTransfer['lines'][number]>
      label={t('finance:profit_transfer.title')}
      rows={transfer.lines}
      rowKey={(line) => line.account.id}
      rowPath={(line) => `/ledger/account-ledger?account_id=${line.account.id}`}
      columns={[
        {
          key: 'account',
          title: t('finance:account'),
          width: 180,
          render: (line) => `${line.account.code} ${name(line)}`,
        },
        {
          key: 'side',
          title: t('finance:profit_transfer.class'),
          width: 110,
          render: (line) => t(`finance:profit_transfer.${line.is_revenue ? 'revenue' : 'expense'}`),
        },
        {
          key: 'balance',
          title: t('finance:profit_transfer.balance'),
          kind: 'amount',
          width: 180,
          render: (line) => <Amount value={line.balance} currency={transfer.currency} />,
        },
      ]}
    />
  );
}

/** Shows the entries as they will stand before they are written. */
function PostDrawer({ transfer, onDone }: { transfer: ProfitTransfer; onDone: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { message } = App.useApp();
  const path = { period_id: transfer.id };
  const posting = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/api/v1/finance/profit-transfers/{period_id}/post', {
          params: { path, header: idempotent(newIdempotencyKey()) },
        }),
      ),
    onSuccess: async () => {
      message.success(t('finance:profit_transfer.done'));
      await Promise.all([
        client.invalidateQueries({ queryKey: ['finance', 'profit-transfers'] }),
        client.invalidateQueries({ queryKey: ['ledger'] }),
      ]);
      onDone();
    },
  });
  return (
    <PreviewDrawer
      title={t('finance:profit_transfer.title')}
      subject={['profit-transfer', transfer.id]}
      preview={(signal) =>
        unwrap(api.POST('/api/v1/finance/profit-transfers/{period_id}/preview', { params: { path }, signal }))
      }
      step={{
        label: t('finance:profit_transfer.verb'),
        isBusy: posting.isPending,
        onConfirm: () => posting.mutate(),
      }}
      onClose={onDone}
    />
  );
}
