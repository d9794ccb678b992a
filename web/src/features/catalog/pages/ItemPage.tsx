import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { useCan } from '@/app/session';
import { useReachable } from '@/app/useReachable';
import { type RecordDefinition, RecordPage, type RecordTab, useRecord } from '@/shared/master';
import { type Item, items, unitsQuery } from '../api';
import { BasicTab } from '../components/BasicTab';
import { ItemPicture } from '../components/ItemPicture';
import { PricesTab } from '../components/PricesTab';
import { StockTab } from '../components/StockTab';
import { UnitsTab } from '../components/UnitsTab';
import { VariantsTab } from '../components/VariantsTab';
import { blankItem, copyItem, type ItemValues, readItem, writeItem } from '../itemForm';
import '../catalog.css';

const definition: RecordDefinition<Item, ItemValues> = {
  area: 'catalog',
  resource: 'items',
  listPath: '/catalog/items',
  load: items.load,
  create: (values, key) => items.create(writeItem(values), key),
  replace: (id, values, version) => items.replace(id, writeItem(values), version),
  setArchived: (item, isArchived) =>
    isArchived ? items.archive(item.id, item.version) : items.restore(item.id, item.version),
  blank: blankItem,
  read: readItem,
  readCopy: copyItem,
};

export default function ItemPage() {
  const { id = 'new' } = useParams();
  return <OneItem key={id} id={id} />;
}

function OneItem({ id }: { id: string }) {
  const { t } = useTranslation();
  const can = useCan();
  const state = useRecord(definition, id);
  const { record, form, isNew } = state;
  const isReadOnly = !can(isNew ? 'catalog.item.create' : 'catalog.item.update');
  const { data: units = [] } = useQuery(unitsQuery);
  const active = units.filter((unit) => unit.status === 'active');
  const firstUnit = (active.find((unit) => unit.code === 'EA') ?? active[0])?.id;
  useEffect(() => {
    if (isNew && firstUnit && !form.getFieldValue('base_unit_id')) {
      form.setFieldValue('base_unit_id', firstUnit);
    }
  }, [isNew, firstUnit, form]);
  const tabs: RecordTab[] = [
    {
      key: 'basic',
      label: t('catalog:tab.basic'),
      fields: [
        'name',
        'code',
        'category_id',
        'base_unit_id',
        'tax_code_id',
        'helper_codes',
        'remark',
        'kind',
      ],
      content: (
        <div className="item-basic">
          <BasicTab isNew={isNew} />
          {record && <ItemPicture item={record} canChange={!isReadOnly} />}
        </div>
      ),
    },
    {
      key: 'units',
      label: t('catalog:tab.units'),
      fields: ['packs', 'barcodes'],
      content: <UnitsTab isReadOnly={isReadOnly} />,
    },
    {
      key: 'prices',
      label: t('catalog:tab.prices'),
      fields: ['purchase_price', 'sales_price', 'minimum_price', 'prices'],
      content: <PricesTab isReadOnly={isReadOnly} />,
    },
    {
      key: 'stock',
      label: t('catalog:tab.stock'),
      fields: [
        'min_stock',
        'max_stock',
        'shelf_life_days',
        'weight_kg',
        'volume_m3',
        'costing_method',
        'tracks_lots',
      ],
      content: <StockTab method={record?.costing_method ?? ''} />,
    },
    {
      key: 'variants',
      label: `${t('catalog:tab.variants')} ${record?.variants.length || ''}`,
      fields: ['is_template', 'axes'],
      content: <VariantsTab key={record?.version} item={record} />,
    },
  ];
  return (
    <RecordPage
      definition={definition}
      state={state}
      kind={t('catalog:item.title')}
      name={record?.name}
      permissions={{
        create: 'catalog.item.create',
        update: 'catalog.item.update',
        archive: 'catalog.item.archive',
      }}
      tabs={tabs}
      links={record && <ItemLinks item={record} />}
    />
  );
}

/** To the template of a variant, and to what the books say about the item. */
function ItemLinks({ item }: { item: Item }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const reachable = useReachable();
  const ledger = item.kind === 'goods' ? reachable(`/warehouse/item-ledger?item_id=${item.id}`) : undefined;
  return (
    <>
      {item.parent_id && (
        <Button onClick={() => navigate(`/catalog/items/${item.parent_id}`)}>
          {t('catalog:variant.template')}
        </Button>
      )}
      {ledger && !item.is_template && (
        <Button onClick={() => navigate(ledger)}>{t('catalog:item.ledger')}</Button>
      )}
    </>
  );
}
