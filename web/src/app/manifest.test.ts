import { describe, expect, it } from 'vitest';
import { activeEntry, allowedMenu, type FeatureManifest } from './manifest';

const load = async () => ({ default: () => null });
const sales: FeatureManifest = {
  area: 'sales',
  label: 'sales:menu',
  icon: null,
  order: 2,
  pages: [
    {
      path: 'sales/invoices',
      permission: 'sales.invoice.read',
      load,
      menu: { label: 'sales:invoices', order: 2 },
    },
    { path: 'sales/orders', permission: 'sales.order.read', load, menu: { label: 'sales:orders', order: 1 } },
    { path: 'sales/orders/:id', permission: 'sales.order.read', load },
  ],
};

describe('the menu', () => {
  it('shows only what the user may open, in order', () => {
    const [group] = allowedMenu([sales], ['sales.order.read', 'sales.invoice.read']);
    expect(group?.entries.map((entry) => entry.path)).toEqual(['/sales/orders', '/sales/invoices']);
    expect(allowedMenu([sales], ['sales.order.read'])[0]?.entries).toHaveLength(1);
  });

  it('puts a page where users look for it', () => {
    const warehouse: FeatureManifest = {
      area: 'warehouse',
      label: 'warehouse:menu',
      icon: null,
      order: 3,
      pages: [
        { path: 'warehouse/shipments', load, menu: { label: 'shipments', order: 15, group: 'sales' } },
        { path: 'warehouse/transfers', load, menu: { label: 'transfers', order: 1, group: 'nowhere' } },
      ],
    };
    const menu = allowedMenu([sales, warehouse], ['*']);
    expect(menu[0]?.entries.at(-1)?.path).toBe('/warehouse/shipments');
    expect(menu[1]?.entries.map((entry) => entry.path)).toEqual(['/warehouse/transfers']);
  });

  it('drops a group that would be empty', () => {
    expect(allowedMenu([sales], ['stock.balance.read'])).toEqual([]);
  });

  it('keeps the list highlighted while one of its documents is open', () => {
    const menu = allowedMenu([sales], ['*']);
    expect(activeEntry(menu, '/sales/orders/42')).toBe('/sales/orders');
    expect(activeEntry(menu, '/sales/orderly')).toBeUndefined();
  });
});
