import { QueryClientProvider } from '@tanstack/react-query';
import { App as AntdApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { RouterProvider } from 'react-router';
import { createQueryClient } from '@/api/queries';
import { dispatchHotkey } from '@/shared/hotkeys';
import { ErrorBoundary } from './ErrorBoundary';
import { nonce } from './nonce';
import { createRouter } from './router';
import { themeConfig, useIsDark } from './theme';

const client = createQueryClient();
const router = createRouter();

export function App() {
  const isDark = useIsDark();
  const { i18n } = useTranslation();
  const theme = useMemo(() => themeConfig(isDark), [isDark]);
  useEffect(() => {
    // While capturing: an open select would otherwise keep Ctrl+Enter for itself.
    document.addEventListener('keydown', dispatchHotkey, true);
    return () => document.removeEventListener('keydown', dispatchHotkey, true);
  }, []);
  return (
    <ConfigProvider
      theme={theme}
      csp={{ nonce }}
      locale={i18n.language === 'en-US' ? enUS : zhCN}
      componentSize="middle"
      button={{ autoInsertSpace: false }}
    >
      <AntdApp notification={{ placement: 'topRight' }}>
        <ErrorBoundary>
          <QueryClientProvider client={client}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </ErrorBoundary>
      </AntdApp>
    </ConfigProvider>
  );
}
