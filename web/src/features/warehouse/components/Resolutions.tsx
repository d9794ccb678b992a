import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import type { components } from '@/api/schema';
import { useCan } from '@/app/session';
import { DataTable, type ListColumn } from '@/shared/list';
import { formatQuantity } from '@/shared/money';
import { ReverseDialog } from './ReverseDialog';
import '../warehouse.css';

type Resolution = components['schemas']['ResolutionOut'];
type Translate = (key: string, values?: Record<string, unknown>) => string;

/** What was decided about the differences of a document, each of which can be reversed by itself. */
export function Resolutions({ documentId }: { documentId: string }) {
  const { t } = useTranslation();
  const can = useCan();
  const [asked, setAsked] = useState<Resolution | null>(null);
  const { data } = useQuery({
    queryKey: ['warehouse', 'differences', 'resolutions', documentId],
    enabled: can('warehouse.difference.read'),
    meta: { silent: true },
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/warehouse/differences/resolutions', {
          params: { query: { document_id: documentId } },
          signal,
        }),
      ),
  });
  const columns = useMemo(() => resolutionColumns(t, setAsked), [t]);
  if (!data || data.items.length === 0) return null;
  return (
    <div className="page transfer-steps">
      <section className="panel">
        <h2>{t('warehouse:difference.resolutions')}</h2>
        <DataTable
          label={t('warehouse:difference.resolutions')}
          columns={columns}
          rows={data.items}
          rowKey={(row) => row.id}
          rowTone={(row) => (row.reversed_on ? 'quiet' : undefined)}
        />
      </section>
      {asked && (
        <ReverseDialog
          title={t('warehouse:difference.reverse')}
          question={t('warehouse:difference.reverseHint')}
          reverse={(reason, header) =>
            unwrap(
              api.POST('/api/v1/warehouse/differences/resolutions/{resolution_id}/reverse', {
                body: { reason },
                params: { path: { resolution_id: asked.id }, header },
              }),
            )
          }
          onDone={() => setAsked(null)}
        />
      )}
    </div>
  );
}

function resolutionColumns(t: Translate, onReverse: (row: Resolution) => void): ListColumn<Resolution>[] {
  return [
    { key: 'business_date', title: t('document:column.date'), kind: 'date' },
    {
      key: 'lines',
      title: t('warehouse:difference.outcome'),
      width: 320,
      card: 'title',
      render: (row) => row.lines.map((line) => decided(t, line)).join('；'),
    },
    { key: 'reason', title: t('document:reason'), width: 200 },
    {
      key: 'posted_by',
      title: t('warehouse:transfer.step.by'),
      width: 120,
      render: (row) => row.posted_by.name,
    },
    {
      key: 'actions',
      title: '',
      width: 180,
      render: (row) => {
        if (row.reversed_on) return t('warehouse:transfer.step.reversed', { date: row.reversed_on });
        if (!row.verbs.includes('reverse')) return null;
        return (
          <Button size="small" danger onClick={() => onReverse(row)}>
            {t('document:verb.reverse')}
          </Button>
        );
      },
    },
  ];
}

/** 苹果 2：责任人赔偿（顺丰） */
function decided(t: Translate, line: Resolution['lines'][number]): string {
  const outcome = t(`warehouse:difference.was.${line.outcome}`);
  const whom = line.party ? ` (${line.party.name})` : '';
  return `${line.item.name} ${formatQuantity(line.quantity)} ${outcome}${whom}`;
}
