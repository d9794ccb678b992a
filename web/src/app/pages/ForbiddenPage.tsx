import { Button, Result } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Requirement } from '../permissions';

/** Says what is missing, so that the user can ask the administrator for exactly that. */
export function ForbiddenPage({ requirement }: { requirement: Requirement }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const wanted = typeof requirement === 'string' ? [requirement] : (requirement ?? []);
  return (
    <Result
      status="403"
      title={<h1 className="result-title">{t('common:forbidden.title')}</h1>}
      subTitle={
        <>
          {t('common:forbidden.hint')} <code>{wanted.join(' / ')}</code>
        </>
      }
      extra={
        <Button type="primary" onClick={() => navigate('/')}>
          {t('common:action.home')}
        </Button>
      }
    />
  );
}
