import { useTranslation } from 'react-i18next';
import { type LinesProps, scanItem } from '@/shared/document';
import { LineGrid } from '@/shared/grid';
import { ScanField } from '@/shared/scan';
import type { Stocktake } from '../stocktakeDefinition';
import { Counting } from './Counting';
import { VarianceReview } from './VarianceReview';

/** Of a new stocktake the items to count; then the counting itself; then what differs. */
export function CountedLines({ store, currency, document }: LinesProps<Stocktake>) {
  const { t } = useTranslation();
  if (document?.state === 'in_progress') return <Counting stocktake={document} />;
  if (document) return <VarianceReview key={document.state} stocktake={document} />;
  return (
    <>
      <p className="field-note">{t('warehouse:stocktake.scopeHint')}</p>
      <ScanField
        onScan={async (code) => {
          const found = await scanItem({ trade: 'purchase', isPriced: false }, code);
          if (found) store.getState().scan(found.item, '1', found.follow);
          return found !== null;
        }}
      />
      <LineGrid store={store} label={t('document:lines')} currency={currency} />
    </>
  );
}
