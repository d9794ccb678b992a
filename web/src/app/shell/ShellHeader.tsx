import {
  BulbOutlined,
  GlobalOutlined,
  KeyOutlined,
  LogoutOutlined,
  MenuFoldOutlined,
  MenuUnfoldOutlined,
  QuestionCircleOutlined,
  SafetyCertificateOutlined,
  UserOutlined,
} from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Dropdown, type MenuProps, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { applyLanguage } from '@/i18n';
import { isLanguage, SERVER_NAMES } from '@/i18n/language';
import { type ThemeChoice, usePreferences } from '../preferences';
import { sessionCalls, sessionQuery, useSession } from '../session';
import { CompanySwitch } from './CompanySwitch';
import { GlobalSearch } from './GlobalSearch';

interface ShellHeaderProps {
  onToggleMenu: () => void;
  isMenuOpen: boolean;
  onHelp: () => void;
}

export function ShellHeader({ onToggleMenu, isMenuOpen, onHelp }: ShellHeaderProps) {
  const { t } = useTranslation();
  return (
    <header className="shell-header">
      <Button
        type="text"
        icon={isMenuOpen ? <MenuFoldOutlined /> : <MenuUnfoldOutlined />}
        onClick={onToggleMenu}
        aria-label={t('common:shell.toggleMenu')}
        aria-expanded={isMenuOpen}
      />
      <CompanySwitch />
      <GlobalSearch />
      <div className="shell-header-end">
        <ThemeMenu />
        <LanguageMenu />
        <Tooltip title={t('common:help.title')}>
          <Button
            type="text"
            icon={<QuestionCircleOutlined />}
            onClick={onHelp}
            aria-label={t('common:help.title')}
          />
        </Tooltip>
        <UserMenu />
      </div>
    </header>
  );
}

export function ThemeMenu() {
  const { t } = useTranslation();
  const { theme, setTheme } = usePreferences();
  const items = (['light', 'dark', 'system'] as const).map((key) => ({
    key,
    label: t(`common:theme.${key}`),
  }));
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items,
        selectable: true,
        selectedKeys: [theme],
        onClick: ({ key }) => setTheme(key as ThemeChoice),
      }}
    >
      <Button type="text" icon={<BulbOutlined />} aria-label={t('common:theme.label')} />
    </Dropdown>
  );
}

export function LanguageMenu() {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const choose = async (key: string) => {
    if (!isLanguage(key)) return;
    await applyLanguage(key, true);
    const user = client.getQueryData(sessionQuery.queryKey)?.user;
    if (user)
      await sessionCalls.saveProfile({ display_name: user.display_name, language: SERVER_NAMES[key] });
    await client.invalidateQueries({ predicate: (query) => query.queryKey[1] !== 'session' });
  };
  const items = [
    { key: 'zh-CN', label: '简体中文' },
    { key: 'en-US', label: 'English' },
  ];
  return (
    <Dropdown
      trigger={['click']}
      menu={{ items, selectable: true, selectedKeys: [i18n.language], onClick: ({ key }) => choose(key) }}
    >
      <Button type="text" icon={<GlobalOutlined />} aria-label={t('common:shell.language')} />
    </Dropdown>
  );
}

function UserMenu() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { user } = useSession();
  const name = user?.display_name || user?.username;
  const items: MenuProps['items'] = [
    { key: 'password', icon: <KeyOutlined />, label: t('access:password.title') },
    { key: 'second-factor', icon: <SafetyCertificateOutlined />, label: t('access:totp.title') },
    { type: 'divider' },
    { key: 'logout', icon: <LogoutOutlined />, label: t('access:session.logOut') },
  ];
  const onClick = async ({ key }: { key: string }) => {
    if (key === 'password') return navigate('/password');
    if (key === 'second-factor') return navigate('/access/second-factor');
    await sessionCalls.logOut();
    // A full load leaves nothing of the old user in memory.
    window.location.assign('/login');
  };
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick }}>
      <Button type="text" icon={<UserOutlined />} aria-label={`${t('common:shell.user')}: ${name}`}>
        <span className="shell-user">{name}</span>
      </Button>
    </Dropdown>
  );
}
