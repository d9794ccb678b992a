import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input } from 'antd';
import dayjs from 'dayjs';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { api } from '@/api/client';
import { idempotent, newIdempotencyKey } from '@/api/headers';
import { AmountField, DateField, documentEndpoints } from '@/shared/document';
import { ErrorPanel, errorText, PageSkeleton } from '@/shared/feedback';
import { DataTable } from '@/shared/list';
import { big, isNothing, isUnreadable, Price, Quantity } from '@/shared/money';
import type { Invoice } from '../api';
import type { InvoiceKind } from '../invoiceKinds';
import {
  type BlueLine,
  dueOfReturn,
  proposed,
  type ReturnedLine,
  redLines,
  returnDocument,
  returnedLines,
} from '../returned';

interface RedForm {
  business_date: string;
  memo: string;
}

/** A red invoice over part or all of a blue one, for one return where the address names it. It is posted at once. */
export function redInvoicePage(kind: InvoiceKind) {
  const base = `/api/v1/finance/${kind.path}`;
  const endpoints = documentEndpoints<Invoice, object>({ base, write: () => ({}) });
  return function RedInvoicePage() {
    const { id = '' } = useParams();
    const returnId = useSearchParams()[0].get('return');
    const { data, error, isPending, refetch } = useQuery({
      queryKey: ['finance', kind.path, 'detail', id],
      queryFn: ({ signal }) => endpoints.load(id, signal),
    });
    const sources = new Set(data?.lines.map((line) => line.source_line_id ?? '').filter(Boolean));
    const back = useQuery({
      queryKey: ['finance', kind.path, 'returned', id, returnId],
      enabled: data !== undefined,
      staleTime: 0,
      queryFn: async ({ signal }) =>
        returnId
          ? dueOfReturn(await returnDocument(kind, returnId, signal))
          : returnedLines(kind, sources, signal),
    });
    if (error || back.error)
      return <ErrorPanel error={error ?? back.error} onRetry={error ? refetch : back.refetch} />;
    if (isPending || back.isPending) return <PageSkeleton />;
    return <RedInvoiceForm kind={kind} invoice={data} returned={back.data} />;
  };
}

function blueLine(line: Invoice['lines'][number]): BlueLine {
  return {
    line_id: line.id,
    quantity: line.quantity,
    sourceLineId: line.source_line_id ?? null,
    itemId: line.item?.id ?? null,
  };
}

interface RedInvoiceFormProps {
  kind: InvoiceKind;
  invoice: Invoice;
  returned: readonly ReturnedLine[];
}

/** What came back is proposed; without a return all of the invoice. */
function RedInvoiceForm({ kind, invoice, returned }: RedInvoiceFormProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [form] = Form.useForm<RedForm>();
  const back = proposed(invoice.lines.map(blueLine), returned);
  const [quantities, setQuantities] = useState<Record<string, string>>(() =>
    returned.length > 0 ? back : Object.fromEntries(invoice.lines.map((line) => [line.id, line.quantity])),
  );
  const key = useRef(newIdempotencyKey());
  const red = useMutation({
    meta: { silent: true },
    mutationFn: async (values: RedForm) => {
      const lines = invoice.lines
        .map((line) => ({ ...blueLine(line), quantity: quantities[line.id] ?? '0' }))
        .filter((line) => !big(line.quantity).eq(0));
      const path = `/api/v1/finance/${kind.path}/{document_id}/red`;
      const { data } = await api.POST(path as '/api/v1/finance/sales-invoices/{document_id}/red', {
        params: { path: { document_id: invoice.id }, header: idempotent(key.current) },
        body: { ...values, lines: redLines(lines, returned) },
      });
      return data as Invoice;
    },
    onSuccess: async (made) => {
      message.success(t('finance:red.done', { number: made.number }));
      await client.invalidateQueries({ predicate: (query) => query.queryKey[1] !== 'session' });
      navigate(`/finance/${kind.path}/${made.id}`, { replace: true });
    },
    onError: () => {
      key.current = newIdempotencyKey();
    },
  });
  const typed = Object.values(quantities);
  const isReady = !typed.every(isNothing) && !typed.some(isUnreadable);
  return (
    <div className="page">
      <div className="page-head">
        <h1>
          {t('finance:red.title')} {invoice.number}
        </h1>
        <div className="page-head-actions">
          <Button onClick={() => navigate(-1)}>{t('common:action.cancel')}</Button>
          <Button
            type="primary"
            danger
            disabled={!isReady}
            loading={red.isPending}
            onClick={() => form.submit()}
          >
            {t('finance:red.verb')}
          </Button>
        </div>
      </div>
      {red.error && <Alert type="error" showIcon role="alert" title={errorText(red.error)} />}
      <div className="panel">
        <p className="document-quiet">{t('finance:red.hint')}</p>
        <Form
          form={form}
          layout="inline"
          initialValues={{ business_date: dayjs().format('YYYY-MM-DD'), memo: '' }}
          onFinish={(values) => red.mutate(values)}
        >
          <Form.Item name="business_date" label={t('finance:invoiceDate')} rules={[{ required: true }]}>
            <DateField />
          </Form.Item>
          <Form.Item name="memo" label={t('document:reason')}>
            <Input maxLength={250} style={{ width: 320 }} />
          </Form.Item>
        </Form>
      </div>
      <div className="panel">
        <DataTable
          label={t('document:lines')}
          rows={invoice.lines}
          rowKey={(line) => line.id}
          columns={[
            {
              key: 'item',
              title: t('document:column.item'),
              width: 260,
              render: (line) => line.item?.name ?? (line.description || line.account?.name),
            },
            {
              key: 'price',
              title: t('document:column.price'),
              kind: 'price',
              render: (line) => <Price value={line.price} />,
            },
            { key: 'gross', title: t('document:column.gross'), kind: 'amount' },
            {
              key: 'quantity',
              title: t('finance:red.invoiced'),
              kind: 'quantity',
              render: (line) => <Quantity value={line.quantity} />,
            },
            ...(returned.length > 0
              ? [
                  {
                    key: 'returned',
                    title: t('finance:red.returned'),
                    kind: 'quantity' as const,
                    render: (line: Invoice['lines'][number]) => <Quantity value={back[line.id] ?? '0'} />,
                  },
                ]
              : []),
            {
              key: 'red',
              title: t('finance:red.quantity'),
              width: 140,
              render: (line) => (
                <AmountField
                  aria-label={`${t('finance:red.quantity')} ${line.line_no}`}
                  size="small"
                  isQuantity
                  value={quantities[line.id]}
                  onChange={(value) => setQuantities({ ...quantities, [line.id]: value ?? '0' })}
                />
              ),
            },
          ]}
        />
      </div>
    </div>
  );
}
