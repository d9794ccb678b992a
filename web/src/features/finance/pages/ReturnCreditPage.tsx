import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Navigate, useNavigate, useSearchParams } from 'react-router';
import type { components } from '@/api/schema';
import { EmptyState, ErrorPanel, PageSkeleton } from '@/shared/feedback';
import { DataTable } from '@/shared/list';
import { Amount } from '@/shared/money';
import { type InvoiceRow, listDocuments } from '../api';
import type { InvoiceKind } from '../invoiceKinds';
import { dueOfReturn, returnDocument } from '../returned';

type GoodsDocument = components['schemas']['GoodsDocumentOut'];

const CHOICES_MAX = 200;

/** From a return to the blue invoice its red one takes back: at once where there is one, else a choice, newest first. */
export function returnCreditPage(kind: InvoiceKind) {
  return function ReturnCreditPage() {
    const [search] = useSearchParams();
    const id = search.get('return') ?? '';
    const { data, error, isPending, refetch } = useQuery({
      queryKey: ['finance', kind.path, 'credit-of-return', id],
      staleTime: 0,
      queryFn: async ({ signal }) => {
        const document = await returnDocument(kind, id, signal);
        return { document, invoices: await blueInvoices(kind, document, signal) };
      },
    });
    if (error) return <ErrorPanel error={error} onRetry={refetch} />;
    if (isPending) return <PageSkeleton />;
    const only = data.invoices.length === 1 ? data.invoices[0] : undefined;
    if (only) return <Navigate to={redPath(kind, only.id, id)} replace />;
    return <Choice kind={kind} document={data.document} invoices={data.invoices} />;
  };
}

function redPath(kind: InvoiceKind, invoiceId: string, returnId: string): string {
  return `/finance/${kind.path}/${invoiceId}/red?return=${returnId}`;
}

/** Posted blue invoices over what came back; of goods of unknown origin, those of the party. */
async function blueInvoices(kind: InvoiceKind, document: GoodsDocument, signal: AbortSignal) {
  const due = dueOfReturn(document);
  if (due.length === 0) return [];
  const originals = [...new Set(due.map((line) => line.originalLineId))];
  const isKnown = originals.every((original) => original !== null);
  const query = {
    state: 'posted',
    is_red: 'false',
    limit: String(CHOICES_MAX),
    ...(isKnown ? { source_line_id: originals as never } : { party_id: document.party?.id ?? '' }),
  };
  return (await listDocuments<InvoiceRow>(kind.path, query, signal)).items;
}

interface ChoiceProps {
  kind: InvoiceKind;
  document: GoodsDocument;
  invoices: InvoiceRow[];
}

function Choice({ kind, document, invoices }: ChoiceProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <div className="page">
      <div className="page-head">
        <h1>
          {t('finance:red.ofReturn')} {document.number}
        </h1>
        <div className="page-head-actions">
          <Button onClick={() => navigate(-1)}>{t('common:action.cancel')}</Button>
        </div>
      </div>
      {invoices.length === 0 ? (
        <EmptyState title={t('finance:red.noInvoice')} hint={t('finance:red.noInvoiceHint')} />
      ) : (
        <>
          <Alert type="info" showIcon title={t('finance:red.choose')} />
          <div className="panel">
            <DataTable
              label={t(`finance:${kind.kind}.title`)}
              rows={invoices}
              rowKey={(row) => row.id}
              rowPath={(row) => redPath(kind, row.id, document.id)}
              columns={[
                { key: 'number', title: t('document:column.number'), kind: 'number', width: 170 },
                { key: 'business_date', title: t('document:column.date'), kind: 'date' },
                { key: 'reference', title: t('finance:externalNumber'), width: 160 },
                {
                  key: 'gross',
                  title: t('document:column.gross'),
                  kind: 'amount',
                  render: (row) => <Amount value={row.totals.gross} currency={row.currency || undefined} />,
                },
              ]}
            />
          </div>
        </>
      )}
    </div>
  );
}
