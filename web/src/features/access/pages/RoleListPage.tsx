import { WarningFilled } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useCan } from '@/app/session';
import { ErrorPanel, PageSkeleton } from '@/shared/feedback';
import { DataTable } from '@/shared/list';
import { rolesQuery } from '../api';
import '../components/access.css';

/** The roles of the company with how much they may do and which duties clash in them. */
export default function RoleListPage() {
  const { t, i18n } = useTranslation();
  const can = useCan();
  const navigate = useNavigate();
  const { data, error, isPending, refetch } = useQuery(rolesQuery);
  if (error) return <ErrorPanel error={error} onRetry={refetch} />;
  if (isPending) return <PageSkeleton />;
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('access:role.title')}</h1>
        <div className="page-head-actions">
          {can('access.role.create') && (
            <Button type="primary" onClick={() => navigate('/access/roles/new')}>
              {t('access:role.new')}
            </Button>
          )}
        </div>
      </div>
      <div className="panel">
        <DataTable
          label={t('access:role.title')}
          rows={data}
          rowKey={(role) => role.id}
          rowPath={(role) => `/access/roles/${role.id}`}
          columns={[
            {
              key: 'name',
              title: t('access:role.name'),
              width: 160,
              render: (role) => (i18n.language === 'en-US' ? role.name_en : role.name_zh),
            },
            { key: 'code', title: t('access:role.code'), width: 140 },
            {
              key: 'is_preset',
              title: t('access:role.kind'),
              width: 110,
              render: (role) => t(role.is_preset ? 'access:role.preset' : 'access:role.own'),
            },
            {
              key: 'permissions',
              title: t('access:role.count'),
              width: 110,
              render: (role) => role.permissions.length,
            },
            {
              key: 'conflicts',
              title: t('access:conflict.column'),
              width: 360,
              render: (role) =>
                role.conflicts.length > 0 && (
                  <div className="role-conflicts">
                    <span className="status status-waiting">
                      <WarningFilled /> {role.conflicts.length}
                    </span>{' '}
                    {role.conflicts
                      .map(({ left, right }) =>
                        i18n.language === 'en-US'
                          ? `${left.label_en} + ${right.label_en}`
                          : `${left.label_zh} + ${right.label_zh}`,
                      )
                      .join(t('access:listComma'))}
                  </div>
                ),
            },
          ]}
        />
      </div>
    </div>
  );
}
