import { ShoppingOutlined } from '@ant-design/icons';
import type { FeatureManifest } from '@/app/manifest';

export const manifest: FeatureManifest = {
  area: 'purchasing',
  label: 'purchasing:menu',
  icon: <ShoppingOutlined />,
  order: 20,
  pages: [
    {
      path: 'purchasing/orders',
      permission: 'purchasing.order.read',
      load: () => import('./pages/OrderListPage'),
      menu: { label: 'purchasing:order.title', order: 10 },
    },
    {
      path: 'purchasing/orders/:id',
      permission: 'purchasing.order.read',
      load: () => import('./pages/OrderPage'),
    },
  ],
  documents: [{ kind: 'purchase_order', path: '/purchasing/orders', label: 'purchasing:order.title' }],
};
