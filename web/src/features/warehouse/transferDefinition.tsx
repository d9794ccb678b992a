import { type FormRule, Input, Switch } from 'antd';
import dayjs from 'dayjs';
import i18next from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { components } from '@/api/schema';
import {
  DateField,
  type DocumentBody,
  type DocumentDefinition,
  documentEndpoints,
  type HeaderField,
  readItemLine,
  referenceId,
  type ServerItemLine,
  scanItem,
  type TradeOptions,
  useTradeColumns,
  writeItemLine,
} from '@/shared/document';
import type { LineColumn } from '@/shared/grid';
import { big } from '@/shared/money';
import { WarehouseSelect } from '@/shared/select';
import { followDifferences } from './differences';
import { inTransit } from './receiving';

export type Transfer = components['schemas']['TransferOut'];
type TransferLine = Transfer['lines'][number];

const TRADE: TradeOptions = { trade: 'sales', isPriced: false, isOutgoing: true, offersAll: true };

export const transferEndpoints = documentEndpoints<Transfer, object>({
  base: '/api/v1/warehouse/transfers',
  write: writeTransfer,
  hasPreview: true,
});

/** Goods from one warehouse to another: at once, or shipped first and received later. */
export const transfer: DocumentDefinition<Transfer> = {
  ...transferEndpoints,
  area: 'warehouse',
  resource: 'transfers',
  title: 'warehouse:transfer.title',
  listPath: '/warehouse/transfers',
  permissions: { create: 'warehouse.transfer.create' },
  hiddenVerbs: ['update', 'receive', 'send_back', 'resolve'],
  hasTotals: false,
  blankHeader: () => ({
    business_date: dayjs().format('YYYY-MM-DD'),
    via_transit: false,
    reference: '',
    memo: '',
  }),
  readHeader: (document) => ({
    warehouse: document.warehouse as never,
    to_warehouse: document.to_warehouse,
    business_date: document.business_date,
    via_transit: document.via_transit,
    reference: document.reference ?? '',
    memo: document.memo ?? '',
  }),
  readLine: (line) => {
    const stored = line as TransferLine;
    return {
      ...readItemLine(stored as ServerItemLine),
      lot_id: stored.lot?.id ?? null,
      from_location_id: stored.location.id,
      to_location_id: stored.to_location.id,
      received_quantity: stored.received_quantity,
      sent_back_quantity: stored.sent_back_quantity,
      lost_quantity: stored.lost_quantity,
      on_the_road: inTransit(stored),
    };
  },
  blankLine: () => ({}),
  useFields,
  useColumns: ({ form, currency, document }) => {
    const columns = useTradeColumns(TRADE, form, currency);
    const hasProgress = document?.via_transit === true && document.state !== 'draft';
    return useMemo(() => (hasProgress ? withProgress(columns) : columns), [columns, hasProgress]);
  },
  scan: (code) => scanItem(TRADE, code),
  follow: (document) => [
    ...WAYS.filter(({ verb }) => document.verbs.includes(verb)).map(({ verb, path }) => ({
      key: verb,
      label: i18next.t(`document:verb.${verb}`),
      path: `/warehouse/transfers/${document.id}/${path}`,
      isPrimary: verb === 'receive',
    })),
    ...followDifferences(document),
  ],
};

/** The ways off the road, and the pages that lead there. */
const WAYS = [
  { verb: 'receive', path: 'receive' },
  { verb: 'send_back', path: 'send-back' },
];

/** What became of the goods stands beside what was sent; returns and losses only where there are some. */
function withProgress(columns: readonly LineColumn[]): LineColumn[] {
  const progress = (key: string, title: string, isOptional = false): LineColumn => ({
    key,
    title,
    kind: 'computed',
    format: 'quantity',
    width: 90,
    hasTotal: true,
    isOptional,
    compute: (line) => {
      const quantity = typeof line[key] === 'string' ? (line[key] as string) : null;
      return isOptional && big(quantity).eq(0) ? null : quantity;
    },
  });
  const shown = columns.filter((column) => column.key !== 'available');
  const memo = shown.findIndex((column) => column.key === 'memo');
  return [
    ...shown.slice(0, memo),
    progress('received_quantity', i18next.t('warehouse:transfer.received')),
    progress('sent_back_quantity', i18next.t('warehouse:transfer.sentBack'), true),
    progress('lost_quantity', i18next.t('warehouse:transfer.lost'), true),
    progress('on_the_road', i18next.t('warehouse:transfer.left')),
    ...shown.slice(memo),
  ];
}

function writeTransfer({ header, lines }: DocumentBody) {
  return {
    from_warehouse_id: referenceId(header.warehouse),
    to_warehouse_id: referenceId(header.to_warehouse),
    business_date: header.business_date,
    via_transit: header.via_transit === true,
    reference: header.reference ?? '',
    memo: header.memo ?? '',
    lines: lines.map((line) => ({ ...writeItemLine(line), lot_id: line.lot_id || null })),
  };
}

/** Said at the field, before the server is asked. */
const leadsElsewhere: FormRule = ({ getFieldValue }) => ({
  validator: async (_, value: unknown) => {
    const to = referenceId(value);
    if (to !== null && to === referenceId(getFieldValue('warehouse'))) {
      throw new Error(i18next.t('warehouse:transfer.fault.sameWarehouse'));
    }
  },
});

function useFields({ isNew, document }: { isNew: boolean; document?: Transfer }): HeaderField[] {
  const { t } = useTranslation();
  const way = document?.via_transit ? 'twoSteps' : 'oneStep';
  return [
    {
      name: 'warehouse',
      label: t('warehouse:transfer.from'),
      isRequired: true,
      control: <WarehouseSelect autoFocus={isNew} />,
    },
    {
      name: 'to_warehouse',
      label: t('warehouse:transfer.to'),
      isRequired: true,
      dependsOn: ['warehouse'],
      rules: [leadsElsewhere],
      control: <WarehouseSelect />,
    },
    { name: 'business_date', label: t('document:column.date'), isRequired: true, control: <DateField /> },
    {
      name: 'via_transit',
      label: t('warehouse:transfer.way'),
      control: (
        <Switch
          checkedChildren={t('warehouse:transfer.twoSteps')}
          unCheckedChildren={t('warehouse:transfer.oneStep')}
        />
      ),
      show: () => t(`warehouse:transfer.${way}`),
    },
    { name: 'reference', label: t('document:column.reference'), control: <Input maxLength={60} /> },
    { name: 'memo', label: t('document:column.memo'), control: <Input maxLength={250} />, span: 2 },
  ];
}
