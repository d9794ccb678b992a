import { type FormInstance, Input } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reference } from '@/shared/grid';
import { useSoleWarehouse, WarehouseSelect } from '@/shared/select';
import { useCurrencyFields } from './currencyFields';
import { DateField } from './DateField';
import { referenceId, writePricedLine } from './lines';
import type { DocumentBody, HeaderField, HeaderValues } from './types';

interface OrderHead {
  party?: Reference | null;
  warehouse?: Reference | null;
  business_date: string;
  reference?: string;
  memo?: string;
  currency?: string;
  rate?: string;
}

/** The head of an order that both desks read the same way; each adds the day it promises or expects. */
export function readOrderHead(order: OrderHead): HeaderValues {
  return {
    party: order.party,
    warehouse: order.warehouse,
    business_date: order.business_date,
    reference: order.reference ?? '',
    memo: order.memo ?? '',
    currency: order.currency,
    rate: order.rate,
  };
}

export const blankOrderHead = () => ({
  business_date: dayjs().format('YYYY-MM-DD'),
  reference: '',
  memo: '',
});

export function writeOrder({ header, lines }: DocumentBody) {
  return {
    party_id: referenceId(header.party),
    warehouse_id: referenceId(header.warehouse),
    business_date: header.business_date,
    reference: header.reference ?? '',
    memo: header.memo ?? '',
    currency: header.currency || null,
    rate: header.rate || '1',
    lines: lines.map((line) => ({ ...writePricedLine(line), line_id: line.line_id || null })),
  };
}

interface OwnFields {
  party: { label: string; control: ReactNode };
  day: { name: string; label: string };
}

/** The fields of an order's head: whom it is with, where and when, in which money. */
export function useOrderFields(form: FormInstance, isNew: boolean, own: OwnFields): HeaderField[] {
  const { t } = useTranslation();
  useSoleWarehouse(form, isNew);
  const currency = useCurrencyFields(form);
  return [
    { name: 'party', label: own.party.label, isRequired: true, control: own.party.control },
    {
      name: 'warehouse',
      label: t('document:column.warehouse'),
      isRequired: true,
      control: <WarehouseSelect />,
    },
    { name: 'business_date', label: t('document:column.date'), isRequired: true, control: <DateField /> },
    { name: own.day.name, label: own.day.label, control: <DateField allowClear /> },
    ...currency,
    { name: 'reference', label: t('document:column.reference'), control: <Input maxLength={60} /> },
    { name: 'memo', label: t('document:column.memo'), control: <Input maxLength={250} />, span: 2 },
  ];
}
