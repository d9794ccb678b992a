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
  ],
  documents: [{ kind: 'sales_order', path: '/sales/orders', label: 'sales:order.title' }],
};
