import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import { DataTable, type ListColumn } from '@/shared/list';
import { type Transfer, transferEndpoints } from '../transferDefinition';
import { ReverseDialog } from './ReverseDialog';
import '../warehouse.css';

type Step = Transfer['steps'][number];
type Translate = (key: string, values?: Record<string, unknown>) => string;

/** What was received, sent back or written off of a transfer on the road, each of which can be reversed by itself. */
export function TransferSteps({ id }: { id: string }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Step | null>(null);
  const { data } = useQuery({
    queryKey: keys.detail('warehouse', 'transfers', id),
    queryFn: ({ signal }) => transferEndpoints.load(id, signal),
  });
  const columns = useMemo(() => stepColumns(t, setAsked), [t]);
  if (!data || data.steps.length === 0) return null;
  return (
    <div className="page transfer-steps">
      <section className="panel">
        <h2>{t('warehouse:transfer.step.title')}</h2>
        <DataTable
          label={t('warehouse:transfer.step.title')}
          columns={columns}
          rows={data.steps}
          rowKey={(step) => step.id}
          rowTone={(step) => (step.reversed_on ? 'quiet' : undefined)}
        />
      </section>
      {asked && (
        <ReverseDialog
          title={askOf(t, asked)}
          question={t('warehouse:transfer.step.hint')}
          reverse={(reason, header) =>
            unwrap(
              api.POST('/api/v1/warehouse/transfers/{transfer_id}/steps/{step_id}/reverse', {
                body: { reason },
                params: { path: { transfer_id: id, step_id: asked.id }, header },
              }),
            )
          }
          onDone={() => setAsked(null)}
        />
      )}
    </div>
  );
}

/** 红冲第 1 步（退回） */
function askOf(t: Translate, step: Step): string {
  return t('warehouse:transfer.step.ask', {
    n: step.number,
    what: t(`warehouse:transfer.step.${step.verb}`),
  });
}

function stepColumns(t: Translate, onReverse: (step: Step) => void): ListColumn<Step>[] {
  return [
    { key: 'number', title: t('warehouse:transfer.step.number'), width: 60, card: 'detail' },
    {
      key: 'verb',
      title: t('warehouse:transfer.step.verb'),
      width: 110,
      card: 'title',
      render: (step) => t(`warehouse:transfer.step.${step.verb}`),
    },
    { key: 'business_date', title: t('document:column.date'), kind: 'date' },
    { key: 'quantity', title: t('warehouse:transfer.step.quantity'), kind: 'quantity' },
    {
      key: 'posted_by',
      title: t('warehouse:transfer.step.by'),
      width: 120,
      render: (step) => step.posted_by.name,
    },
    {
      key: 'actions',
      title: '',
      width: 180,
      render: (step) => {
        if (step.reversed_on) return t('warehouse:transfer.step.reversed', { date: step.reversed_on });
        if (!step.verbs.includes('reverse')) return null;
        return (
          <Button size="small" danger aria-label={askOf(t, step)} onClick={() => onReverse(step)}>
            {t('document:verb.reverse')}
          </Button>
        );
      },
    },
  ];
}
