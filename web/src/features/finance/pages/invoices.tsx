import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/app/session';
import { DocumentPage, documentFilters, documentListColumns, POSTED_STATES } from '@/shared/document';
import { type ListColumn, type ListFilter, ListPage, type ListQuery } from '@/shared/list';
import { Amount, big } from '@/shared/money';
import { type InvoiceRow, listDocuments } from '../api';
import { MatchMark } from '../components/InvoiceMarks';
import { openFilter } from '../filters';
import { invoiceDefinition } from '../invoiceDefinition';
import type { InvoiceKind } from '../invoiceKinds';

/** The list of one of the two invoices. */
export function invoiceListPage(kind: InvoiceKind) {
  const load = (query: ListQuery, signal: AbortSignal) => listDocuments<InvoiceRow>(kind.path, query, signal);
  return function InvoiceListPage() {
    const { t, i18n } = useTranslation();
    const can = useCan();
    // biome-ignore lint/correctness/useExhaustiveDependencies: the titles follow the language
    const columns = useMemo(() => invoiceColumns(kind, t), [i18n.language]);
    const title = t(`finance:${kind.kind}.title`);
    const filters: ListFilter[] = [...documentFilters(POSTED_STATES), openFilter()];
    if (kind.trade === 'purchase') filters.push(matchFilter(t));
    return (
      <ListPage<InvoiceRow>
        id={`finance.${kind.path}`}
        title={title}
        queryKey={['finance', kind.path]}
        source={{ mode: 'keyset', load }}
        columns={columns}
        filters={filters}
        rowKey={(row) => row.id}
        rowPath={(row) => `/finance/${kind.path}/${row.id}`}
        searchPlaceholder={t('finance:invoiceSearch')}
        create={
          can(`finance.${kind.kind}.create`)
            ? { label: t('finance:new', { name: title }), path: `/finance/${kind.path}/new` }
            : undefined
        }
        empty={{ title: t('finance:none', { name: title }), hint: t(`finance:${kind.kind}.noneHint`) }}
      />
    );
  };
}

function invoiceColumns(kind: InvoiceKind, t: (key: string) => string): ListColumn<InvoiceRow>[] {
  const shared = documentListColumns<InvoiceRow>({
    party: t(`finance:${kind.party}`),
    progress: ['settlement'],
  }).filter((column) => column.key !== 'quantity');
  const place = shared.findIndex((column) => column.key === 'gross') + 1;
  const own: ListColumn<InvoiceRow>[] = [
    {
      key: 'open_amount',
      title: t('finance:open'),
      kind: 'amount',
      render: (row) =>
        row.open_amount && (
          <Amount value={big(row.open_amount).times(kind.sign).toFixed()} currency={row.currency} />
        ),
    },
    { key: 'due_date', title: t('finance:dueDate'), kind: 'date' },
  ];
  if (kind.trade === 'purchase')
    own.push({
      key: 'match_state',
      title: t('finance:match.title'),
      width: 110,
      render: (row) => (row.match_state ? <MatchMark state={row.match_state} /> : null),
    });
  return shared.toSpliced(place, 0, ...own);
}

function matchFilter(t: (key: string) => string): ListFilter {
  return {
    kind: 'select',
    name: 'match_state',
    label: t('finance:match.title'),
    options: ['matched', 'exception'].map((state) => ({ value: state, label: t(`finance:match.${state}`) })),
  };
}

/** The page of one of the two invoices. */
export function invoicePage(kind: InvoiceKind) {
  const definition = invoiceDefinition(kind);
  return function InvoicePage() {
    return <DocumentPage definition={definition} />;
  };
}
