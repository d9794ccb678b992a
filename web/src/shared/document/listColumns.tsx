import i18next from 'i18next';
import type { ListColumn, ListFilter } from '@/shared/list';
import { Amount, Quantity } from '@/shared/money';
import { ProgressTag } from '@/shared/status';
import type { DocumentProgress, DocumentRef, DocumentTotals } from './types';

/** What every row of a document list carries. */
export interface DocumentRow {
  id: string;
  number: string;
  state: string;
  business_date: string;
  party?: DocumentRef | null;
  warehouse?: DocumentRef | null;
  currency?: string;
  memo?: string;
  reference?: string;
  totals: DocumentTotals;
  progress: DocumentProgress;
  created_by: { name: string };
}

interface ListColumnOptions {
  /** How the other side is called here: supplier, customer. Absent: no such column. */
  party?: string;
  warehouse?: boolean;
  amount?: boolean;
  progress?: readonly (keyof DocumentProgress)[];
  /** Goods come in by it: its delivery is called 收货, not 发货. */
  isReceiving?: boolean;
}

/** The columns of a document list: number, date, party, warehouse, state, progress, sums, memo. */
export function documentListColumns<Row extends DocumentRow>(options: ListColumnOptions): ListColumn<Row>[] {
  const t = (key: string) => i18next.t(key);
  const columns: (ListColumn<Row> | false)[] = [
    { key: 'number', title: t('document:column.number'), kind: 'number', width: 160, isFixed: true },
    { key: 'business_date', title: t('document:column.date'), kind: 'date', width: 104, folds: 'first' },
    options.party !== undefined && {
      key: 'party',
      title: options.party,
      width: 190,
      folds: 'last',
      render: (row) => row.party?.name,
    },
    options.warehouse === true && {
      key: 'warehouse',
      title: t('document:column.warehouse'),
      width: 92,
      render: (row) => row.warehouse?.name,
    },
    {
      key: 'quantity',
      title: t('document:column.quantity'),
      kind: 'quantity',
      width: 88,
      render: (row) => <Quantity value={row.totals.quantity} />,
    },
    options.amount !== false && {
      key: 'gross',
      title: t('document:column.gross'),
      kind: 'amount',
      width: 116,
      card: 'figure',
      render: (row) => <Amount value={row.totals.gross} currency={row.currency || undefined} />,
    },
    { key: 'state', title: t('document:column.state'), kind: 'status', width: 96 },
    ...(options.progress ?? []).map(
      (aspect): ListColumn<Row> => ({
        key: aspect,
        title: t(`document:column.${aspect === 'delivery' && options.isReceiving ? 'receiving' : aspect}`),
        kind: 'status',
        width: 108,
        folds: 'last',
        render: (row) => {
          const state = row.progress[aspect];
          return state ? (
            <ProgressTag aspect={aspect} state={state} isReceiving={options.isReceiving} />
          ) : null;
        },
      }),
    ),
    { key: 'reference', title: t('document:column.reference'), width: 130, isHidden: true },
    { key: 'memo', title: t('document:column.memo'), width: 110, folds: 'first' },
    {
      key: 'created_by',
      title: t('document:column.author'),
      width: 100,
      isHidden: true,
      render: (row) => row.created_by.name,
    },
  ];
  return columns.filter((column) => column !== false);
}

/** Filters that every document list has: period and state; several states at once where the API takes them. */
export function documentFilters(
  states: readonly string[],
  { isMultiple = false, hasInvoicing = false }: { isMultiple?: boolean; hasInvoicing?: boolean } = {},
): ListFilter[] {
  const t = (key: string) => i18next.t(key);
  const invoicing: ListFilter = {
    kind: 'select',
    name: 'invoicing',
    label: t('document:column.invoicing'),
    options: INVOICING_STATES.map((state) => ({
      value: state,
      label: t(`status:progress.invoicing.${state}`),
    })),
  };
  return [
    { kind: 'dates', from: 'date_from', to: 'date_to', label: t('document:column.date') },
    {
      kind: 'select',
      name: 'state',
      isMultiple,
      width: isMultiple ? 190 : undefined,
      label: t('document:column.state'),
      options: states.map((state) => ({ value: state, label: t(`status:${state}`) })),
    },
    ...(hasInvoicing ? [invoicing] : []),
  ];
}

const INVOICING_STATES = ['none', 'partial', 'full', 'red_due'];

export const ORDER_STATES = [
  'draft',
  'submitted',
  'approved',
  'in_progress',
  'completed',
  'closed',
  'rejected',
  'cancelled',
];
export const POSTED_STATES = ['draft', 'posted', 'reversed', 'cancelled'];
