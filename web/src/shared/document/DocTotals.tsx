import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { type LineStore, lineAmounts } from '@/shared/grid';
import { Amount, big, currencyExponent, Quantity, sum } from '@/shared/money';
import type { DocumentDetail } from './types';

interface DocTotalsProps {
  store: LineStore;
  currency: string;
  /** A closed document shows the server's totals, never ours. */
  document?: DocumentDetail;
}

/** Quantity, net, tax and gross below the lines: live while typing, the server's once saved for good. */
export function DocTotals({ store, currency, document }: DocTotalsProps) {
  const { t } = useTranslation();
  const live = useLiveTotals(store, currency);
  const totals = document ? document.totals : live;
  const isPriced = totals.gross !== null && totals.gross !== undefined;
  return (
    <dl className="document-totals">
      {totals.quantity && (
        <div>
          <dt>{t('document:column.quantity')}</dt>
          <dd>
            <Quantity value={totals.quantity} />
          </dd>
        </div>
      )}
      {isPriced && totals.tax && !big(totals.tax).eq(0) && (
        <>
          <div>
            <dt>{t('document:column.net')}</dt>
            <dd>
              <Amount value={totals.net} currency={currency} />
            </dd>
          </div>
          <div>
            <dt>{t('document:column.tax')}</dt>
            <dd>
              <Amount value={totals.tax} currency={currency} />
            </dd>
          </div>
        </>
      )}
      {isPriced && (
        <div className="document-total">
          <dt>{t('document:column.gross')}</dt>
          <dd>
            <Amount value={totals.gross} currency={currency} symbol strong />
          </dd>
        </div>
      )}
    </dl>
  );
}

/** The totals of the lines as they are being typed. */
export function useLiveTotals(store: LineStore, currency: string): DocumentDetail['totals'] {
  const byKey = useStore(store, (state) => state.byKey);
  const isPriced = useStore(store, (state) => state.columns.some((column) => column.key === 'price'));
  const lines = Object.keys(byKey).length > 0 ? store.getState().filled() : [];
  const quantity = sum(lines.map((line) => line.entered_quantity as string)).toFixed();
  if (!isPriced) return { quantity };
  const amounts = lines.map((line) => lineAmounts(line, currencyExponent(currency)));
  return {
    quantity,
    net: sum(amounts.map((amount) => amount.net)).toFixed(),
    tax: sum(amounts.map((amount) => amount.tax)).toFixed(),
    gross: sum(amounts.map((amount) => amount.gross)).toFixed(),
  };
}
