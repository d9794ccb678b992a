import { ShoppingCartOutlined } from '@ant-design/icons';
import type { FeatureManifest } from '@/app/manifest';

export const manifest: FeatureManifest = {
  area: 'sales',
  label: 'sales:menu',
  icon: <ShoppingCartOutlined />,
  order: 30,
  pages: [
    {
      path: 'sales/orders',
      permission: 'sales.order.read',
      load: () => import('./pages/OrderListPage'),
      menu: { label: 'sales:order.title', order: 10 },
    },
    {
      path: 'sales/orders/:id',
      permission: 'sales.order.read',
      load: () => import('./pages/OrderPage'),
    },
    {
      path: 'sales/direct',
      permission: 'sales.direct_sale.create',
      load: () => import('./pages/DirectSalePage'),
      menu: { label: 'sales:direct.title', order: 15 },
    },
  ],
  documents: [{ kind: 'sales_order', path: '/sales/orders', label: 'sales:order.title' }],
};
