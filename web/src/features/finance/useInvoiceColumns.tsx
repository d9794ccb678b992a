import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import {
  amountColumns,
  discountColumn,
  followItem,
  itemColumn,
  memoColumn,
  priceColumn,
  quantityColumn,
  specificationColumn,
  taxColumn,
  unitColumn,
} from '@/shared/document';
import type { GridLine, LineColumn, Reference } from '@/shared/grid';
import { findItems, taxCodesQuery } from '@/shared/select';
import { findAccounts, type Invoice } from './api';
import { MatchMark } from './components/InvoiceMarks';
import type { InvoiceKind } from './invoiceKinds';
import { accountChoice } from './invoiceLines';

const ofGoods = (line: GridLine) => Boolean(line.source_line_id);
const hasNoUnit = (line: GridLine) => !line.unit;

/** Lines of an invoice: what was delivered keeps its item; services and accounts can be added by hand. */
export function useInvoiceColumns(kind: InvoiceKind, currency: string, document?: Invoice): LineColumn[] {
  const { t, i18n } = useTranslation();
  const { data: taxCodes } = useQuery(taxCodesQuery);
  const isMatched = kind.trade === 'purchase' && document?.lines.some((line) => line.match_state);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the titles follow the language
  return useMemo(() => {
    const unit = unitColumn();
    return [
      itemColumn({
        find: (text, _line, signal) => findBillable(kind, text, signal),
        follow: (item) => ({
          ...followItem(item, kind.trade),
          ...(item.isAccount ? { tax_code: null, tax_code_id: null } : {}),
          price: (kind.trade === 'sales' ? item.sales_price : item.purchase_price) as string | null,
        }),
        isLocked: ofGoods,
      }),
      specificationColumn(),
      { ...unit, isLocked: (line: GridLine) => ofGoods(line) || hasNoUnit(line) } as LineColumn,
      quantityColumn(),
      priceColumn(),
      discountColumn(),
      taxColumn(taxCodes ?? []),
      ...amountColumns(currency),
      ...(isMatched ? matchColumns(t('finance:match.expected'), t('finance:match.title')) : []),
      memoColumn(),
    ];
  }, [kind, currency, taxCodes, isMatched, i18n.language]);
}

/** What the order says beside what the supplier bills. */
function matchColumns(expected: string, state: string): LineColumn[] {
  return [
    {
      key: 'expected_net',
      title: expected,
      kind: 'computed',
      format: 'amount',
      width: 100,
      yields: 3,
      compute: (line) => (line.expected_net as string | null) ?? null,
    },
    {
      key: 'match_state',
      title: state,
      kind: 'computed',
      format: 'text',
      width: 96,
      compute: () => null,
      display: (line) =>
        typeof line.match_state === 'string' ? <MatchMark state={line.match_state} /> : null,
    },
  ];
}

/** Services, and accounts of income or cost. Goods are billed by their shipment or receipt. */
async function findBillable(kind: InvoiceKind, text: string, signal: AbortSignal): Promise<Reference[]> {
  const [items, accounts] = await Promise.all([
    findItems(text, signal, { trade: kind.trade === 'purchase' ? 'purchased' : 'sold' }),
    findAccounts(text, signal, kind.accountClasses),
  ]);
  const services = items.filter((item) => item.kind === 'service');
  return [...services, ...accounts.map((account) => ({ ...accountChoice(account), isAccount: true }))];
}
