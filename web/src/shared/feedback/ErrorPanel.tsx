import { Button, Result } from 'antd';
import { useTranslation } from 'react-i18next';
import { isApiError } from '@/api/errors';
import { errorText } from './errorText';

interface ErrorPanelProps {
  error: unknown;
  onRetry?: () => unknown;
  /** What could not be done, where loading is not the word for it. */
  title?: string;
  isFullPage?: boolean;
}

/** A failed load in the place where the data would stand, with the way on. */
export function ErrorPanel({ error, onRetry, title, isFullPage }: ErrorPanelProps) {
  const { t } = useTranslation();
  const status = isApiError(error) ? error.status : 0;
  const usual = t(
    status === 403
      ? 'common:forbidden.title'
      : status === 404
        ? 'common:notFound.title'
        : 'common:state.failed',
  );
  return (
    <div role="alert" className={isFullPage ? 'full-page' : undefined}>
      <Result
        status={status === 403 ? '403' : status === 404 ? '404' : 'warning'}
        title={title ?? usual}
        subTitle={errorText(error)}
        extra={
          onRetry && status !== 403 && <Button onClick={() => onRetry()}>{t('common:action.retry')}</Button>
        }
      />
    </div>
  );
}
