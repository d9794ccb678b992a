import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { components } from '@/api/schema';
import { documentKind, documentPath } from '@/shared/document';
import { Amount, big } from '@/shared/money';
import type { Settled } from '../directSale';
import './direct-sale.css';

export interface Sold extends Settled {
  sale: components['schemas']['SaleOut'];
  currency: string;
}

/** What has just been sold: the change to give back, and the three documents it left behind. */
export function LastSale({ sold, onClose }: { sold: Sold; onClose: () => void }) {
  const { t } = useTranslation();
  const { sale, currency, change, owed } = sold;
  const isOnAccount = big(owed).gt(0);
  const documents: [string, string | null][] = [
    ['sales_invoice', sale.invoice_id],
    ['shipment', sale.shipment_id],
    ['money_receipt', sale.receipt_id],
  ];
  return (
    <Alert
      type="success"
      showIcon
      closable={{ onClose, 'aria-label': t('common:action.close') }}
      title={
        <>
          {t('sales:direct.sold', { number: sale.invoice_number })}{' '}
          <Amount value={sale.gross} currency={currency} symbol strong />
          {' · '}
          {t(isOnAccount ? 'sales:direct.owed' : 'sales:direct.change')}{' '}
          <Amount value={isOnAccount ? owed : change} currency={currency} symbol strong />
        </>
      }
      description={
        <span className="last-sale-links">
          {documents.map(([kind, id]) => {
            const path = id && documentPath(kind, id);
            return (
              path && (
                <Link key={kind} to={path}>
                  {t(documentKind(kind)?.label ?? kind)}
                </Link>
              )
            );
          })}
        </span>
      }
    />
  );
}
