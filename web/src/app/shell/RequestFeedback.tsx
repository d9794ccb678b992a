import { App } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '@/api/errors';
import { reportFailuresWith } from '@/api/queries';
import { errorText } from '@/shared/feedback';

/** Tells failures that have no place of their own on the page. */
export function RequestFeedback() {
  const { notification } = App.useApp();
  const { t } = useTranslation();
  useEffect(() => {
    reportFailuresWith((error) => {
      const isLost = isApiError(error, 0);
      notification.error({
        key: isLost ? 'network' : undefined,
        title: t(isLost ? 'common:state.offline' : 'common:state.refused'),
        description: isLost ? t('common:state.offlineHint') : errorText(error),
        duration: 8,
      });
    });
  }, [notification, t]);
  return null;
}
