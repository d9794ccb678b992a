import { SettingOutlined } from '@ant-design/icons';
import type { FeatureManifest } from '@/app/manifest';

export const manifest: FeatureManifest = {
  area: 'access',
  label: 'access:menu',
  icon: <SettingOutlined />,
  order: 90,
  pages: [
    {
      path: 'access/users',
      permission: 'access.user.read',
      load: () => import('./pages/UserListPage'),
      menu: { label: 'access:user.title', order: 10 },
    },
    { path: 'access/users/:id', permission: 'access.user.read', load: () => import('./pages/UserPage') },
    {
      path: 'access/roles',
      permission: 'access.role.read',
      load: () => import('./pages/RoleListPage'),
      menu: { label: 'access:role.title', order: 20 },
    },
    { path: 'access/roles/:id', permission: 'access.role.read', load: () => import('./pages/RolePage') },
    {
      path: 'access/audit',
      permission: 'access.audit.read',
      load: () => import('./pages/AuditPage'),
      menu: { label: 'access:audit.title', order: 30 },
    },
    {
      path: 'access/company',
      permission: 'access.company.read',
      load: () => import('./pages/CompanyPage'),
      menu: { label: 'access:companyData.title', order: 40 },
    },
    {
      path: 'access/second-factor',
      load: () => import('./pages/SecondFactorPage'),
      menu: { label: 'access:totp.title', order: 55 },
    },
    {
      path: 'access/sessions',
      load: () => import('./pages/SessionsPage'),
      menu: { label: 'access:sessions.title', order: 60 },
    },
    {
      path: 'access/tokens',
      load: () => import('./pages/TokensPage'),
      menu: { label: 'access:token.title', order: 70 },
    },
  ],
};
