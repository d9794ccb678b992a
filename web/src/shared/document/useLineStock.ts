import { useQuery } from '@tanstack/react-query';
import { Form, type FormInstance } from 'antd';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { isReference, type LineStore } from '@/shared/grid';
import { findStock } from '@/shared/select';
import { referenceId } from './lines';

/** At most this many items are asked for at once; the rest follows when these are known. */
const ASKED_MAX = 100;

/** Keeps the stock of all items on the lines known: chosen, scanned, pasted or loaded, and for the warehouse chosen now. */
export function useLineStock(store: LineStore, form: FormInstance, isShown: boolean): void {
  const warehouseId = referenceId(Form.useWatch('warehouse', form)) ?? '';
  const asked = useStore(store, (state) => {
    if (!isShown) return '';
    const unknown = state.order.flatMap((key) => {
      const item = state.byKey[key]?.item;
      return isReference(item) && item.stock_of !== warehouseId ? [item.id] : [];
    });
    return [...new Set(unknown)].slice(0, ASKED_MAX).join(',');
  });
  const { data } = useQuery({
    queryKey: ['warehouse', 'stock', 'of-items', warehouseId, asked],
    enabled: asked !== '',
    staleTime: 10_000,
    meta: { silent: true },
    queryFn: ({ signal }) => findStock(asked.split(','), signal, warehouseId),
  });
  useEffect(() => {
    if (data) store.getState().inform(data);
  }, [data, store]);
}
