import { theme as antdTheme, type ThemeConfig } from 'antd';
import { useEffect, useState } from 'react';
import { usePreferences } from './preferences';

const FONT =
  "-apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** Text colours keep at least 4.5:1 against every surface they appear on, in both themes. */
const LIGHT = {
  colorPrimary: '#0f5bb8',
  colorInfo: '#0f5bb8',
  colorLink: '#0f5bb8',
  colorSuccess: '#1a7a3c',
  colorSuccessBg: '#e9f6ee',
  colorSuccessBorder: '#b9dec6',
  colorWarning: '#9a5b00',
  colorWarningBg: '#fdf4e1',
  colorWarningBorder: '#ecd8ab',
  colorError: '#c0271d',
  colorErrorHover: '#a61f16',
  colorErrorBorderHover: '#a61f16',
  colorBgLayout: '#f3f5f8',
  colorText: '#1b2430',
  colorTextSecondary: '#4a5666',
  colorTextTertiary: '#596575',
  colorTextQuaternary: '#66717f',
  colorTextPlaceholder: '#667180',
  colorTextDescription: '#566272',
  colorTextDisabled: '#6b7684',
  colorBorder: '#c9d1db',
  colorBorderSecondary: '#e4e8ee',
};

const DARK = {
  colorPrimary: '#4c94e8',
  colorInfo: '#4c94e8',
  colorLink: '#78b0f2',
  colorSuccess: '#5cc480',
  colorWarning: '#e6b25a',
  colorError: '#ff8a80',
  colorBgBase: '#12161c',
  colorBgLayout: '#0d1015',
  colorBgContainer: '#161b22',
  colorBgElevated: '#1d242d',
  colorText: '#e4e9f0',
  colorTextSecondary: '#b4bfcc',
  colorTextTertiary: '#9eabba',
  colorTextQuaternary: '#8f9cab',
  colorTextPlaceholder: '#93a0af',
  colorTextDescription: '#a3afbd',
  colorTextDisabled: '#8995a3',
  colorBorder: '#394350',
  colorBorderSecondary: '#272f39',
};

function components(isDark: boolean): ThemeConfig['components'] {
  return {
    Layout: {
      headerBg: isDark ? '#161b22' : '#ffffff',
      siderBg: isDark ? '#161b22' : '#ffffff',
      headerHeight: 48,
    },
    Menu: {
      itemHeight: 34,
      itemMarginBlock: 2,
      itemMarginInline: 6,
      itemBorderRadius: 5,
      activeBarBorderWidth: 0,
      ...(isDark ? { itemSelectedColor: '#a9cffb', subMenuItemSelectedColor: '#a9cffb' } : {}),
    },
    Table: {
      headerBg: isDark ? '#1b2129' : '#f1f4f8',
      headerColor: isDark ? '#b4bfcc' : '#3c4857',
      headerSplitColor: 'transparent',
      cellPaddingBlockSM: 6,
      cellPaddingInlineSM: 10,
    },
    Form: { itemMarginBottom: 12, verticalLabelPadding: '0 0 3px' },
    Tabs: isDark ? { itemSelectedColor: '#a9cffb', itemHoverColor: '#a9cffb', inkBarColor: '#78b0f2' } : {},
    Switch: isDark
      ? {
          colorPrimary: '#1f66bd',
          colorPrimaryHover: '#2a72c9',
          colorTextQuaternary: '#4a5563',
          colorTextTertiary: '#566273',
        }
      : {},
    Card: { headerHeight: 42, bodyPadding: 16 },
    Button: { primaryShadow: 'none', defaultShadow: 'none', ...(isDark ? { primaryColor: '#08131f' } : {}) },
  };
}

/** The compact algorithm shrinks the font, hence the seed of 15: it renders as 14. */
export function themeConfig(isDark: boolean): ThemeConfig {
  const base = isDark ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm;
  return {
    // A fixed key, also set on <html>: our own portals and popups then see the same variables.
    cssVar: { key: 'heliu' },
    algorithm: [base, antdTheme.compactAlgorithm],
    token: { fontSize: 15, borderRadius: 6, fontFamily: FONT, wireframe: false, ...(isDark ? DARK : LIGHT) },
    components: components(isDark),
  };
}

const DARK_QUERY = '(prefers-color-scheme: dark)';

/** Follows the user's choice, or the operating system's as long as there is none. */
export function useIsDark(): boolean {
  const choice = usePreferences((state) => state.theme);
  const [systemIsDark, setSystemIsDark] = useState(() => window.matchMedia(DARK_QUERY).matches);
  useEffect(() => {
    const media = window.matchMedia(DARK_QUERY);
    const follow = () => setSystemIsDark(media.matches);
    media.addEventListener('change', follow);
    return () => media.removeEventListener('change', follow);
  }, []);
  const isDark = choice === 'dark' || (choice === 'system' && systemIsDark);
  useEffect(() => {
    document.documentElement.classList.add('heliu');
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
    document.documentElement.style.colorScheme = isDark ? 'dark' : 'light';
  }, [isDark]);
  return isDark;
}
