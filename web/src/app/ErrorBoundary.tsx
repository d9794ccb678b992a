import { Button, Result } from 'antd';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';

/** The last net: a fault in our own code shows a way out, never a white page. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    return this.state.error ? <FaultPage error={this.state.error} /> : this.props.children;
  }
}

/** The same for a page inside the shell, so that the menu stays usable. */
export function RouteError() {
  const error = useRouteError();
  return <FaultPage error={error instanceof Error ? error : new Error(String(error))} />;
}

/** A page chunk that is gone was built before the server was upgraded: a reload fetches the new one. */
function isOutdatedBuild(error: Error): boolean {
  return /dynamically imported module|module script failed|Loading chunk/i.test(error.message);
}

function FaultPage({ error }: { error: Error }) {
  const { t } = useTranslation();
  const outdated = isOutdatedBuild(error);
  return (
    <Result
      status={outdated ? 'info' : 'error'}
      title={t(outdated ? 'common:fault.outdated' : 'common:fault.title')}
      subTitle={outdated ? t('common:fault.outdatedHint') : error.message}
      extra={[
        <Button key="reload" type="primary" onClick={() => window.location.reload()}>
          {t('common:action.reload')}
        </Button>,
        <Button key="home" href="/">
          {t('common:action.home')}
        </Button>,
      ]}
    />
  );
}
