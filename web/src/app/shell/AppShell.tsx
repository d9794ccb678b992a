import { Drawer, Grid, Layout } from 'antd';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useNavigate } from 'react-router';
import { PageSkeleton } from '@/shared/feedback';
import { useHotkeys } from '@/shared/hotkeys';
import { usePreferences } from '../preferences';
import { Brand } from './Brand';
import { HelpOverlay } from './HelpOverlay';
import { SessionDialog } from './SessionDialog';
import { ShellHeader } from './ShellHeader';
import { SideMenu } from './SideMenu';
import './shell.css';

/** The frame around every page: menu, header, help, and the login that comes back over a page. */
export function AppShell() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { lg: isWide = true, xl: isRoomy = true } = Grid.useBreakpoint();
  const preferences = usePreferences();
  // On a tablet the page needs the width; whoever opens the menu there has it until the next visit.
  const [isOpenOnTablet, setOpenOnTablet] = useState(false);
  const isMenuCollapsed = isRoomy ? preferences.isMenuCollapsed : !isOpenOnTablet;
  const setMenuCollapsed = (isCollapsed: boolean) =>
    isRoomy ? preferences.setMenuCollapsed(isCollapsed) : setOpenOnTablet(!isCollapsed);
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  const [isHelpOpen, setHelpOpen] = useState(false);
  useHotkeys([
    { id: 'shell.help', keys: '?', label: 'common:key.help', group: 'general', run: () => setHelpOpen(true) },
    { id: 'shell.search', keys: '/', label: 'common:key.search', group: 'general', run: focusSearch },
    {
      id: 'shell.home',
      keys: 'alt+h',
      label: 'common:key.home',
      group: 'general',
      inInputs: true,
      run: () => navigate('/'),
    },
  ]);
  return (
    <Layout className="shell">
      <a className="skip-link" href="#content">
        {t('common:shell.skip')}
      </a>
      {isWide ? (
        <Layout.Sider
          theme="light"
          width={208}
          collapsedWidth={56}
          collapsed={isMenuCollapsed}
          className="shell-sider"
        >
          <Brand isCollapsed={isMenuCollapsed} />
          <SideMenu isCollapsed={isMenuCollapsed} />
        </Layout.Sider>
      ) : (
        <Drawer
          open={isDrawerOpen}
          onClose={() => setDrawerOpen(false)}
          placement="left"
          size={256}
          title={<Brand />}
          className="shell-drawer"
        >
          <SideMenu isCollapsed={false} onChoose={() => setDrawerOpen(false)} />
        </Drawer>
      )}
      <Layout className="shell-main">
        <ShellHeader
          onToggleMenu={() => (isWide ? setMenuCollapsed(!isMenuCollapsed) : setDrawerOpen(true))}
          isMenuOpen={isWide ? !isMenuCollapsed : isDrawerOpen}
          onHelp={() => setHelpOpen(true)}
        />
        <main id="content" className="shell-content" tabIndex={-1}>
          <Suspense fallback={<PageSkeleton />}>
            <Outlet />
          </Suspense>
        </main>
      </Layout>
      <HelpOverlay isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
      <SessionDialog />
    </Layout>
  );
}

function focusSearch() {
  document.querySelector<HTMLInputElement>('#global-search')?.focus();
}
