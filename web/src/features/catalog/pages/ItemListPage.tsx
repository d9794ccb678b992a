import { ImportOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useCan, useSeesCost } from '@/app/session';
import { currentLanguage } from '@/i18n/language';
import { type ListColumn, type ListFilter, ListPage } from '@/shared/list';
import { formatPercent } from '@/shared/money';
import { categoriesQuery, type ItemRow, listItems } from '../api';
import { CategorySelect } from '../components/CategorySelect';
import '../catalog.css';

export default function ItemListPage() {
  const { t } = useTranslation();
  const can = useCan();
  const navigate = useNavigate();
  const seesCost = useSeesCost();
  const columns = useMemo(() => itemColumns(t, seesCost), [t, seesCost]);
  const { data: categories = [] } = useQuery(categoriesQuery);
  const filters: ListFilter[] = [
    {
      kind: 'custom',
      name: 'category_id',
      label: t('catalog:item.category'),
      render: (value, onChange) => (
        <CategorySelect
          placeholder={t('catalog:item.category')}
          style={{ width: 170 }}
          value={categories.length > 0 ? value : undefined}
          onChange={(id) => onChange(id ?? undefined)}
        />
      ),
    },
    {
      kind: 'select',
      name: 'kind',
      label: t('catalog:item.kind'),
      width: 110,
      options: (['goods', 'service'] as const).map((kind) => ({
        value: kind,
        label: t(`catalog:kind.${kind}`),
      })),
    },
    {
      kind: 'select',
      name: 'status',
      label: t('common:record.status'),
      width: 110,
      options: [
        { value: 'archived', label: t('common:record.archivedOnly') },
        { value: 'all', label: t('common:record.all') },
      ],
    },
  ];
  const canImport = can('catalog.item.import');
  const importButton = (
    <Button icon={<ImportOutlined />} onClick={() => navigate('/catalog/items/import')}>
      {t('common:action.import')}
    </Button>
  );
  return (
    <ListPage<ItemRow>
      id="catalog.items"
      title={t('catalog:item.title')}
      queryKey={['catalog', 'items']}
      source={{ mode: 'keyset', load: listItems }}
      columns={columns}
      filters={filters}
      rowKey={(row) => row.id}
      rowPath={(row) => `/catalog/items/${row.id}`}
      searchPlaceholder={t('catalog:item.search')}
      create={
        can('catalog.item.create') ? { label: t('catalog:item.new'), path: '/catalog/items/new' } : undefined
      }
      actions={canImport && importButton}
      exportPath={
        can('catalog.item.export')
          ? `/api/v1/catalog/items/export?language=${currentLanguage() === 'en-US' ? 'en' : 'zh'}`
          : undefined
      }
      empty={{
        title: t('catalog:item.none'),
        hint: t('catalog:item.noneHint'),
        action: canImport && importButton,
      }}
    />
  );
}

function itemColumns(t: (key: string) => string, seesCost: boolean): ListColumn<ItemRow>[] {
  const columns: (ListColumn<ItemRow> | false)[] = [
    { key: 'code', title: t('catalog:item.code'), width: 112, sort: 'code', isFixed: true },
    {
      key: 'name',
      title: t('catalog:item.name'),
      width: 250,
      sort: 'name',
      render: (row) => (
        <span className="item-name" title={row.name}>
          {row.picture && (
            <img src={`/api/v1/catalog/items/${row.id}/picture?v=${row.picture}`} alt="" loading="lazy" />
          )}
          <span>{row.name}</span>
        </span>
      ),
    },
    { key: 'specification', title: t('catalog:item.specification'), width: 100 },
    { key: 'category', title: t('catalog:item.category'), width: 100, render: (row) => row.category?.name },
    { key: 'base_unit', title: t('catalog:item.unit'), width: 58, render: (row) => row.base_unit.name },
    { key: 'barcode', title: t('catalog:item.barcode'), width: 126 },
    seesCost && { key: 'purchase_price', title: t('catalog:item.purchasePrice'), kind: 'price', width: 92 },
    { key: 'sales_price', title: t('catalog:item.salesPrice'), kind: 'price', width: 92, card: 'figure' },
    {
      key: 'tax_code',
      title: t('catalog:item.taxRate'),
      width: 60,
      render: (row) => formatPercent(row.tax_code?.rate),
    },
    { key: 'minimum_price', title: t('catalog:item.minimumPrice'), kind: 'price', isHidden: true },
    { key: 'min_stock', title: t('catalog:item.minStock'), kind: 'quantity', isHidden: true },
    { key: 'max_stock', title: t('catalog:item.maxStock'), kind: 'quantity', isHidden: true },
    { key: 'brand', title: t('catalog:item.brand'), width: 110, isHidden: true },
    {
      key: 'kind',
      title: t('catalog:item.kind'),
      width: 80,
      isHidden: true,
      render: (row) => t(`catalog:kind.${row.kind}`),
    },
    { key: 'status', title: t('common:record.status'), kind: 'status', width: 96 },
    {
      key: 'updated_at',
      title: t('common:record.updatedAt'),
      kind: 'datetime',
      sort: 'updated_at',
      isHidden: true,
    },
  ];
  return columns.filter((column) => column !== false);
}
