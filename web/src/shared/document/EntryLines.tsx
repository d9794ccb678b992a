import type { FormInstance } from 'antd';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { completeScanned, LineGrid, type LineStore } from '@/shared/grid';
import { ScanField } from '@/shared/scan';
import type { DocumentDefinition, HeaderValues } from './types';
import { UntaxedNote } from './UntaxedNote';
import { useLineStock } from './useLineStock';

interface Props {
  store: LineStore;
  form: FormInstance<HeaderValues>;
  currency: string;
  scan?: DocumentDefinition['scan'];
  isReadOnly?: boolean;
}

/** Lines that are scanned or typed, each with the stock of its item. */
export function EntryLines({ store, form, currency, scan, isReadOnly = false }: Props) {
  const { t } = useTranslation();
  const showsStock = useStore(store, (known) => known.columns.some((column) => column.key === 'available'));
  useLineStock(store, form, showsStock && !isReadOnly);
  return (
    <>
      {!isReadOnly && scan && (
        <ScanField
          onScan={async (code, quantity) => {
            const found = await scan(code, form.getFieldsValue(true));
            if (!found) return false;
            const lines = store.getState().filled().length;
            store.getState().scan(found.item, quantity, found.follow);
            // Only of a new line: what stands on the others was looked at already.
            if (store.getState().filled().length > lines) completeScanned(store, found.item);
            return true;
          }}
        />
      )}
      <LineGrid store={store} label={t('document:lines')} currency={currency} />
      <UntaxedNote store={store} />
    </>
  );
}
