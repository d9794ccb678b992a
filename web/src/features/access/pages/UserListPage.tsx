import { WarningFilled } from '@ant-design/icons';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import { useCan } from '@/app/session';
import { type ListColumn, ListPage, type ListQuery } from '@/shared/list';
import { StatusTag } from '@/shared/status';
import type { Member } from '../api';

function listUsers(query: ListQuery, signal: AbortSignal) {
  return unwrap(api.GET('/api/v1/access/users', { params: { query: query as never }, signal }));
}

/** The people of the company: what they may do, what they see, and when they were here last. */
export default function UserListPage() {
  const { t, i18n } = useTranslation();
  const can = useCan();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the titles follow the language
  const columns = useMemo<ListColumn<Member>[]>(
    () => [
      { key: 'username', title: t('access:field.username'), kind: 'number', width: 140, isFixed: true },
      { key: 'display_name', title: t('access:field.displayName'), width: 130 },
      {
        key: 'roles',
        title: t('access:user.roles'),
        width: 240,
        render: (row) =>
          row.roles
            .map((role) => (i18n.language === 'en-US' ? role.name_en : role.name_zh))
            .join(t('access:listComma')),
      },
      {
        key: 'conflicts',
        title: t('access:conflict.column'),
        width: 110,
        render: (row) =>
          row.conflicts.length > 0 && (
            <span className="status status-waiting">
              <WarningFilled /> {row.conflicts.length}
            </span>
          ),
      },
      {
        key: 'is_active',
        title: t('document:column.state'),
        kind: 'status',
        render: (row) => <StatusTag status={row.is_active ? 'active' : 'archived'} />,
      },
      { key: 'has_totp', title: t('access:user.totp'), width: 100 },
      { key: 'last_login', title: t('access:user.lastLogin'), kind: 'datetime' },
      { key: 'email', title: t('access:user.email'), width: 180 },
    ],
    [i18n.language],
  );
  return (
    <ListPage<Member>
      id="access.users"
      title={t('access:user.title')}
      queryKey={['access', 'users']}
      source={{ mode: 'numbered', load: listUsers }}
      columns={columns}
      rowKey={(row) => row.id}
      rowPath={(row) => `/access/users/${row.id}`}
      searchPlaceholder={t('access:user.search')}
      create={
        can('access.user.create') ? { label: t('access:user.new'), path: '/access/users/new' } : undefined
      }
    />
  );
}
