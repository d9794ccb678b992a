import { TeamOutlined } from '@ant-design/icons';
import type { FeatureManifest, PageEntry } from '@/app/manifest';
import type { Role } from './roles';

function rolePages(role: Role, order: number): PageEntry[] {
  const path = `parties/${role}s`;
  return [
    {
      path,
      permission: `parties.${role}.read`,
      load: async () => ({ default: (await import('./pages/partyListPage')).partyListPage(role) }),
      menu: { label: `parties:${role}.title`, order, group: 'catalog' },
    },
    {
      path: `${path}/import`,
      permission: `parties.${role}.import`,
      load: async () => ({ default: (await import('./pages/partyListPage')).partyImportPage(role) }),
    },
    {
      path: `${path}/:id`,
      permission: `parties.${role}.read`,
      load: async () => ({ default: (await import('./pages/partyPage')).partyPage(role) }),
    },
  ];
}

/** Customers and suppliers; in the menu they stand with the other master data. */
export const manifest: FeatureManifest = {
  area: 'parties',
  label: 'parties:menu',
  icon: <TeamOutlined />,
  order: 51,
  pages: [
    ...rolePages('customer', 20),
    ...rolePages('supplier', 30),
    {
      path: 'parties/groups',
      permission: 'parties.group.read',
      load: () => import('./pages/GroupsPage'),
      menu: { label: 'parties:group.title', order: 80, group: 'catalog' },
    },
  ],
};
