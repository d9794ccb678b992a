import { Button, Result } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { permissionName } from '@/shared/feedback';
import type { Requirement } from '../permissions';

/** Says in words what is missing and who can give it; the code is there for whoever looks it up in a role. */
export function ForbiddenPage({ requirement }: { requirement: Requirement }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const wanted = typeof requirement === 'string' ? [requirement] : (requirement ?? []);
  const names = wanted.map((code) => t('common:forbidden.named', { name: permissionName(code) }));
  return (
    <Result
      status="403"
      title={<h1 className="result-title">{t('common:forbidden.title')}</h1>}
      subTitle={
        <>
          <p>{t('common:forbidden.missing', { names: names.join(t('common:forbidden.or')) })}</p>
          <p>{t('common:forbidden.ask')}</p>
          <small>{t('common:forbidden.code', { codes: wanted.join(' / ') })}</small>
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
