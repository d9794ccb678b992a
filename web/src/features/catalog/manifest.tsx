import { TagsOutlined } from '@ant-design/icons';
import type { FeatureManifest, PageEntry } from '@/app/manifest';

const masters: PageEntry[] = [
  {
    path: 'catalog/categories',
    permission: 'catalog.item.read',
    load: () => import('./pages/CategoriesPage'),
    menu: { label: 'catalog:category.title', order: 40 },
  },
  {
    path: 'catalog/units',
    permission: 'catalog.item.read',
    load: () => import('./pages/UnitsPage'),
    menu: { label: 'catalog:unit.title', order: 50 },
  },
  {
    path: 'catalog/tax-codes',
    permission: 'catalog.item.read',
    load: () => import('./pages/TaxCodesPage'),
    menu: { label: 'catalog:taxCode.title', order: 60 },
  },
  {
    path: 'catalog/price-levels',
    permission: 'catalog.item.read',
    load: () => import('./pages/PriceLevelsPage'),
    menu: { label: 'catalog:priceLevel.title', order: 70 },
  },
];

export const manifest: FeatureManifest = {
  area: 'catalog',
  label: 'catalog:menu',
  icon: <TagsOutlined />,
  order: 50,
  pages: [
    {
      path: 'catalog/items',
      permission: 'catalog.item.read',
      load: () => import('./pages/ItemListPage'),
      menu: { label: 'catalog:item.title', order: 10 },
    },
    {
      path: 'catalog/items/import',
      permission: 'catalog.item.import',
      load: () => import('./pages/ItemImportPage'),
    },
    { path: 'catalog/items/:id', permission: 'catalog.item.read', load: () => import('./pages/ItemPage') },
    ...masters,
  ],
};
