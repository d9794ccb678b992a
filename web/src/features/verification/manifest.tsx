import { SafetyCertificateOutlined } from '@ant-design/icons';
import type { FeatureManifest } from '@/app/manifest';

export const manifest: FeatureManifest = {
  area: 'verification',
  label: 'verification:title',
  icon: <SafetyCertificateOutlined />,
  order: 70,
  isFlat: true,
  pages: [
    {
      path: 'verification',
      permission: 'reporting.verification.read',
      load: () => import('./pages/VerificationPage'),
      menu: { label: 'verification:title', order: 10 },
    },
  ],
};
