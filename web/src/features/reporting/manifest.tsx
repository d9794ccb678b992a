import { DashboardOutlined } from '@ant-design/icons';
import type { FeatureManifest } from '@/app/manifest';

export const manifest: FeatureManifest = {
  area: 'reporting',
  label: 'reporting:menu',
  icon: <DashboardOutlined />,
  order: 0,
  isFlat: true,
  pages: [
    {
      path: '',
      permission: 'reporting.workbench.read',
      load: () => import('./pages/WorkbenchPage'),
      menu: { label: 'reporting:workbench.title', order: 10 },
    },
  ],
};
