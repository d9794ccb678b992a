import { Button, Result } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

export function NotFoundPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Result
      status="404"
      title={<h1 className="result-title">{t('common:notFound.title')}</h1>}
      subTitle={t('common:notFound.hint')}
      extra={
        <Button type="primary" onClick={() => navigate('/')}>
          {t('common:action.home')}
        </Button>
      }
    />
  );
}
