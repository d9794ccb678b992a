import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, type FormInstance, Input, Tooltip } from 'antd';
import dayjs from 'dayjs';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { api, unwrap } from '@/api/client';
import { isApiError } from '@/api/errors';
import { idempotent, newIdempotencyKey } from '@/api/headers';
import { useCompanyCurrency } from '@/app/session';
import {
  DateField,
  DocHeader,
  DocTotals,
  EntryLines,
  type HeaderField,
  type HeaderValues,
  problemOfLines,
  scanItem,
  sortFaults,
  useCurrencyFields,
  useLiveTotals,
  useTradeColumns,
} from '@/shared/document';
import { errorText, useLeaveGuard } from '@/shared/feedback';
import { createLineStore, type LineStore } from '@/shared/grid';
import { useHotkeys } from '@/shared/hotkeys';
import { CustomerSelect, useSoleWarehouse, WarehouseSelect } from '@/shared/select';
import { LastSale, type Sold } from '../components/LastSale';
import { SalePreview } from '../components/SalePreview';
import { type Payment, SettleDialog } from '../components/SettleDialog';
import { type SaleBody, settle, writeSale } from '../directSale';
import { TRADE } from '../orderDefinition';
import '@/shared/document/document.css';

/** Selling over the counter: lines, money, done. Goods leave, the invoice is posted and the money booked together. */
export default function DirectSalePage() {
  const { t } = useTranslation();
  const own = useCompanyCurrency();
  const [form] = Form.useForm<HeaderValues>();
  const currency = (Form.useWatch('currency', form) as string | undefined) || own;
  const store = useMemo(emptyCounter, []);
  const columns = useTradeColumns(TRADE, form, currency);
  useEffect(() => store.getState().setColumns(columns), [store, columns]);
  const hasLines = useStore(store, (state) => state.changes > 0);
  useLeaveGuard(hasLines);
  const till = useTill(form, store, { currency, own });
  const fields = useFields(form);
  // Once the dialog is gone and has given the focus back.
  useEffect(() => {
    if (till.sold) document.querySelector<HTMLInputElement>('.scan-field input')?.focus();
  }, [till.sold]);
  useHotkeys([
    {
      id: 'doc.forward',
      keys: 'mod+enter',
      label: 'sales:direct.settle',
      group: 'document',
      inInputs: true,
      run: () => void till.ask(),
    },
  ]);
  return (
    <div className="page document">
      <div className="page-head">
        <h1>{t('sales:direct.title')}</h1>
        <div className="page-head-actions">
          <Tooltip title="Ctrl+Enter">
            <Button type="primary" onClick={till.ask}>
              {t('sales:direct.settle')}
            </Button>
          </Tooltip>
        </div>
      </div>
      {till.sold && <LastSale sold={till.sold} onClose={till.forgetLast} />}
      {till.problems.map((problem) => (
        <Alert key={problem} type="error" showIcon role="alert" title={problem} />
      ))}
      <section className="panel" aria-label={t('document:header')}>
        <DocHeader form={form} fields={fields} isReadOnly={false} onChange={() => undefined} />
      </section>
      <section className="panel document-lines" aria-label={t('document:lines')}>
        <EntryLines store={store} form={form} currency={currency} scan={(code) => scanItem(TRADE, code)} />
        <DocTotals store={store} currency={currency} />
      </section>
      {till.isAsking && (
        <SettleDialog
          gross={till.gross}
          currency={currency}
          isBusy={till.isBusy}
          asksReason={till.asksReason}
          onCancel={till.close}
          onPreview={till.look}
          onConfirm={till.take}
        />
      )}
      {till.looksAt && <SalePreview body={till.looksAt} onClose={till.lookAway} />}
    </div>
  );
}

/** One blank line to type on. */
function emptyCounter(): LineStore {
  const store = createLineStore({ columns: [], blank: () => ({}) });
  store.getState().load([]);
  return store;
}

/** One sale after the other: asks for the money, posts, and clears the counter for the next customer. */
function useTill(
  form: FormInstance<HeaderValues>,
  store: LineStore,
  { currency, own }: { currency: string; own: string },
) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const key = useRef(newIdempotencyKey());
  const [isAsking, setAsking] = useState(false);
  const [problems, setProblems] = useState<string[]>([]);
  const [asksReason, setAsksReason] = useState(false);
  const [sold, setSold] = useState<Sold | null>(null);
  const [looksAt, setLooksAt] = useState<SaleBody | null>(null);
  const gross = useLiveTotals(store, currency).gross ?? '0';
  const fail = (error: unknown) => {
    setAsking(false);
    key.current = newIdempotencyKey();
    if (!isApiError(error)) return setProblems([errorText(error)]);
    setAsksReason(error.code === 'credit_limit_exceeded');
    const names = Object.keys(form.getFieldsValue(true));
    const faults = sortFaults(
      error,
      names,
      store.getState().columns.map((column) => column.key),
    );
    form.setFields(faults.header as never);
    store.getState().setErrors(faults.lines);
    setProblems(faults.general.length > 0 ? faults.general : [errorText(error)]);
  };
  const bodyOf = ({ tendered, cashAccount, overrideReason }: Payment) => {
    const taken = { tendered, cashAccountId: cashAccount?.id ?? null, overrideReason };
    return writeSale(form.getFieldsValue(true), store.getState().filled(), gross, taken);
  };
  const selling = useMutation({
    meta: { silent: true },
    mutationFn: (payment: Payment) =>
      unwrap(
        api.POST('/api/v1/sales/direct-sales', {
          body: bodyOf(payment),
          params: { header: idempotent(key.current) },
        }),
      ),
    onSuccess: async (sale, { tendered }) => {
      key.current = newIdempotencyKey();
      setSold({ sale, currency, ...settle(sale.gross, tendered) });
      setAsking(false);
      setAsksReason(false);
      setProblems([]);
      store.getState().load([]);
      form.setFieldsValue({ reference: '', memo: '', currency: own, rate: '1' });
      await client.invalidateQueries({ predicate: (query) => query.queryKey[1] !== 'session' });
    },
    onError: fail,
  });
  return {
    gross,
    sold,
    problems,
    isAsking,
    asksReason,
    isBusy: selling.isPending,
    forgetLast: () => setSold(null),
    looksAt,
    look: (payment: Payment) => setLooksAt(bodyOf(payment)),
    lookAway: () => setLooksAt(null),
    close: () => setAsking(false),
    take: (payment: Payment) => !selling.isPending && selling.mutate(payment),
    ask: async () => {
      const isValid = await form.validateFields().then(
        () => true,
        () => false,
      );
      const problem = problemOfLines(store, t);
      setProblems(problem ? [problem] : []);
      if (isValid && problem) store.getState().attend();
      if (isValid && !problem) setAsking(true);
    },
  };
}

function useFields(form: FormInstance): HeaderField[] {
  const { t } = useTranslation();
  useSoleWarehouse(form, true);
  const currency = useCurrencyFields(form);
  useEffect(() => {
    if (!form.getFieldValue('business_date'))
      form.setFieldValue('business_date', dayjs().format('YYYY-MM-DD'));
  });
  return [
    { name: 'party', label: t('sales:customer'), isRequired: true, control: <CustomerSelect autoFocus /> },
    {
      name: 'warehouse',
      label: t('document:column.warehouse'),
      isRequired: true,
      control: <WarehouseSelect />,
    },
    { name: 'business_date', label: t('document:column.date'), isRequired: true, control: <DateField /> },
    ...currency,
    { name: 'memo', label: t('document:column.memo'), control: <Input maxLength={250} /> },
  ];
}
