import { FieldTimeOutlined } from '@ant-design/icons';
import type { FeatureManifest } from '@/app/manifest';

export const manifest: FeatureManifest = {
  area: 'jobs',
  label: 'jobs:title',
  icon: <FieldTimeOutlined />,
  order: 95,
  pages: [
    {
      path: 'jobs',
      load: () => import('./pages/JobsPage'),
      menu: { label: 'jobs:title', order: 50, group: 'access' },
    },
  ],
};
