import { type FormInstance, Input, Switch } from 'antd';
import dayjs from 'dayjs';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import type { components } from '@/api/schema';
import {
  DateField,
  type DocumentBody,
  type DocumentDefinition,
  documentEndpoints,
  type HeaderField,
  itemColumn,
  referenceId,
  specificationColumn,
} from '@/shared/document';
import { findItems, useSoleWarehouse, WarehouseSelect } from '@/shared/select';
import { CategoryField } from './components/CategoryField';
import { CountedLines } from './components/CountedLines';
import { flushCounts } from './counts';
import { followDifferences } from './differences';

export type Stocktake = components['schemas']['StocktakeOut'];

const LIMIT = 200;
const base = documentEndpoints<Stocktake, object>({
  base: '/api/v1/warehouse/stocktakes',
  write: writeStocktake,
  hasPreview: true,
});

/** Counting what is there: planned, counted blind or not, reviewed, posted. */
export const stocktake: DocumentDefinition<Stocktake> = {
  ...base,
  create: async (body, key) => {
    const category = referenceId(body.header.category);
    if (category === null) return base.create(body, key);
    const items = await itemsOfCategory(category);
    return base.create({ ...body, lines: [...body.lines, ...items] }, key);
  },
  act: async (verb, target) => {
    // What was counted a moment ago belongs to what is submitted.
    await flushCounts(target.id);
    return base.act(verb, target);
  },
  area: 'warehouse',
  resource: 'stocktakes',
  title: 'warehouse:stocktake.title',
  listPath: '/warehouse/stocktakes',
  permissions: { create: 'warehouse.stocktake.create' },
  hiddenVerbs: ['count', 'update', 'resolve'],
  follow: followDifferences,
  saveAndGo: 'warehouse:stocktake.saveAndStart',
  editableStates: [],
  mayHaveNoLines: true,
  hasTotals: false,
  Lines: CountedLines,
  blankHeader: () => ({ business_date: dayjs().format('YYYY-MM-DD'), blind: true, memo: '' }),
  readHeader: (document) => ({
    warehouse: document.warehouse as never,
    business_date: document.business_date,
    blind: document.blind,
    memo: document.memo ?? '',
  }),
  // A stored stocktake is shown from the server's lines; the grid only names items of a new one.
  readLine: () => ({}),
  blankLine: () => ({}),
  useFields,
  useColumns: () => {
    const { i18n } = useTranslation();
    // biome-ignore lint/correctness/useExhaustiveDependencies: the titles follow the language
    return useMemo(
      () => [
        itemColumn({ find: (text, _line, signal) => findItems(text, signal), width: 420 }),
        specificationColumn(),
      ],
      [i18n.language],
    );
  },
};

/** All items of a category and of those below it. */
async function itemsOfCategory(categoryId: string) {
  const found: { item: { id: string; name: string } }[] = [];
  let cursor = '';
  do {
    const query = { category_id: categoryId, kind: 'goods', limit: LIMIT, cursor };
    const page = await unwrap(api.GET('/api/v1/catalog/items', { params: { query: query as never } }));
    found.push(
      ...page.items.filter((item) => !item.is_template).map(({ id, name }) => ({ item: { id, name } })),
    );
    cursor = page.next_cursor ?? '';
  } while (cursor !== '');
  return found;
}

function writeStocktake({ header, lines }: DocumentBody) {
  const items = lines.map((line) => referenceId(line.item)).filter((id) => id !== null);
  return {
    warehouse_id: referenceId(header.warehouse),
    business_date: header.business_date,
    blind: header.blind === true,
    memo: header.memo ?? '',
    item_ids: [...new Set(items)],
  };
}

interface FieldsContext {
  form: FormInstance;
  isNew: boolean;
  document?: Stocktake;
}

function useFields({ form, isNew, document }: FieldsContext): HeaderField[] {
  const { t } = useTranslation();
  useSoleWarehouse(form, isNew);
  const mode = document?.blind ? 'blind' : 'open';
  const fields: (HeaderField | false)[] = [
    {
      name: 'warehouse',
      label: t('document:column.warehouse'),
      isRequired: true,
      control: <WarehouseSelect autoFocus={isNew} />,
    },
    { name: 'business_date', label: t('warehouse:stocktake.date'), isRequired: true, control: <DateField /> },
    {
      name: 'blind',
      label: t('warehouse:stocktake.mode'),
      control: (
        <Switch
          checkedChildren={t('warehouse:stocktake.blind')}
          unCheckedChildren={t('warehouse:stocktake.open')}
        />
      ),
      show: () => t(`warehouse:stocktake.${mode}`),
    },
    isNew && {
      name: 'category',
      label: t('warehouse:stocktake.category'),
      control: <CategoryField placeholder={t('warehouse:stocktake.allCategories')} />,
    },
    {
      name: 'memo',
      label: t('document:column.memo'),
      control: <Input maxLength={250} />,
      span: isNew ? 2 : 1,
    },
  ];
  return fields.filter((field) => field !== false);
}
