import { Menu, type MenuProps } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { activeEntry, allowedMenu, type MenuGroup, manifests } from '../manifest';
import { useSession } from '../session';

interface SideMenuProps {
  isCollapsed: boolean;
  onChoose?: () => void;
}

/** The menu of what the user may open. Groups are opened by the user or by the page that is shown. */
export function SideMenu({ isCollapsed, onChoose }: SideMenuProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const { permissions } = useSession();
  const menu = useMemo(() => allowedMenu(manifests, permissions), [permissions]);
  const selected = activeEntry(menu, pathname);
  const group = menu.find((known) => known.entries.some((entry) => entry.path === selected))?.area;
  const [openKeys, setOpenKeys] = useState<string[]>(group ? [group] : []);
  useEffect(() => {
    if (group) setOpenKeys((open) => (open.includes(group) ? open : [...open, group]));
  }, [group]);
  return (
    <nav aria-label={t('common:shell.menu')} className="side-menu">
      {/* Folded and unfolded are two menus: open groups would leave gaps between the icons. */}
      <Menu
        key={isCollapsed ? 'folded' : 'unfolded'}
        mode="inline"
        inlineCollapsed={isCollapsed}
        items={menuItems(menu, t)}
        selectedKeys={selected ? [selected] : []}
        {...(isCollapsed ? {} : { openKeys, onOpenChange: setOpenKeys })}
        onClick={({ key }) => {
          navigate(key);
          onChoose?.();
        }}
      />
    </nav>
  );
}

function menuItems(menu: MenuGroup[], t: (key: string) => string): MenuProps['items'] {
  return menu.flatMap((group) => {
    const entries = group.entries.map((entry) => ({ key: entry.path, label: t(entry.label) }));
    if (group.isFlat) return entries.map((entry) => ({ ...entry, icon: group.icon }));
    return [{ key: group.area, icon: group.icon, label: t(group.label), children: entries }];
  });
}
