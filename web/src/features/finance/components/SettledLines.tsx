import { useTranslation } from 'react-i18next';
import { OriginLink } from '@/shared/document';
import { DataTable, type ListColumn } from '@/shared/list';
import { sum } from '@/shared/money';
import type { ServerAllocation } from '../allocationLines';

interface SettledLinesProps {
  lines: readonly ServerAllocation[];
  currency: string;
  hasDiscount?: boolean;
  title?: string;
}

/** What a closed document settled; each line leads to the document it settled. */
export function SettledLines({ lines, currency, hasDiscount, title }: SettledLinesProps) {
  const { t } = useTranslation();
  if (lines.length === 0) return <p className="document-quiet">{t('finance:matching.none')}</p>;
  const columns: ListColumn<ServerAllocation>[] = [
    {
      key: 'origin',
      title: t('finance:document'),
      width: 280,
      render: (line) => <OriginLink origin={line.origin} />,
    },
    { key: 'amount', title: t('finance:matching.settled'), kind: 'amount', card: 'figure' },
  ];
  if (hasDiscount) columns.push({ key: 'discount', title: t('finance:matching.discount'), kind: 'amount' });
  return (
    <DataTable
      label={title ?? t('finance:matching.title')}
      columns={columns}
      rows={lines}
      rowKey={(line) => line.id}
      currency={currency}
      totals={{
        amount: sum(lines.map((line) => line.amount)).toFixed(),
        discount: sum(lines.map((line) => line.discount)).toFixed(),
      }}
    />
  );
}
