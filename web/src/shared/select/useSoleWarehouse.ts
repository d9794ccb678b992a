import { useQuery } from '@tanstack/react-query';
import type { FormInstance } from 'antd';
import { useEffect } from 'react';
import { warehousesQuery } from './masters';

/** Whoever has one warehouse is not asked for it: a new document begins with it. It counts as no change. */
export function useSoleWarehouse(form: FormInstance, isNew: boolean, name = 'warehouse'): void {
  const { data } = useQuery(warehousesQuery);
  const sole = data?.length === 1 ? data[0] : undefined;
  // After every drawing, because filling the page in empties the form first.
  useEffect(() => {
    if (isNew && sole && !form.getFieldValue(name)) form.setFieldValue(name, sole);
  });
}
