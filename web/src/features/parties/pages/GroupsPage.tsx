import { Input, Segmented } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, unwrap } from '@/api/client';
import { idempotent, ifMatch } from '@/api/headers';
import type { components } from '@/api/schema';
import type { ListColumn, ListFilter } from '@/shared/list';
import { Field, MasterPage, StatusField } from '@/shared/master';
import type { Group } from '../roles';

type GroupIn = components['schemas']['GroupIn'];
const KINDS = ['customer', 'supplier'] as const;

export default function GroupsPage() {
  const { t } = useTranslation();
  const kinds = KINDS.map((value) => ({ value, label: t(`parties:${value}.title`) }));
  const columns = useMemo<ListColumn<Group>[]>(
    () => [
      {
        key: 'kind',
        title: t('parties:group.kind'),
        width: 100,
        render: (row) => t(`parties:${row.kind}.title`),
      },
      { key: 'code', title: t('common:record.code'), width: 120 },
      { key: 'name', title: t('common:record.name'), width: 180 },
      { key: 'name_en', title: t('common:record.nameEn'), width: 160 },
      {
        key: 'party_count',
        title: t('parties:group.count'),
        kind: 'quantity',
        card: 'detail',
        render: (row) => <Link to={`/parties/${row.kind}s?group_id=${row.id}`}>{row.party_count}</Link>,
      },
      { key: 'status', title: t('common:record.status'), kind: 'status' },
    ],
    [t],
  );
  const filters: ListFilter[] = [
    { kind: 'select', name: 'kind', label: t('parties:group.kind'), options: kinds },
  ];
  return (
    <MasterPage<Group, GroupIn>
      id="parties.groups"
      title={t('parties:group.title')}
      noun={t('parties:group.noun')}
      queryKey={['parties', 'groups']}
      load={(query, signal) =>
        unwrap(api.GET('/api/v1/parties/groups', { params: { query: query as never }, signal }))
      }
      columns={columns}
      filters={filters}
      permissions={{ create: 'parties.group.manage', update: 'parties.group.manage' }}
      blank={() => ({ kind: 'customer', code: '', name: '', name_en: '', status: 'active' })}
      read={({ kind, code, name, name_en, status }) => ({
        kind,
        code,
        name,
        name_en,
        status: status as GroupIn['status'],
      })}
      create={(body, key) =>
        unwrap(api.POST('/api/v1/parties/groups', { body, params: { header: idempotent(key) } }))
      }
      replace={(row, body) =>
        unwrap(
          api.PUT('/api/v1/parties/groups/{group_id}', {
            body,
            params: { path: { group_id: row.id }, header: ifMatch(row.version) },
          }),
        )
      }
      fields={({ isNew }) => (
        <>
          <Field name="kind" label={t('parties:group.kind')}>
            <Segmented disabled={!isNew} options={kinds} />
          </Field>
          <Field name="code" label={t('common:record.code')} isRequired>
            <Input maxLength={40} autoFocus={isNew} />
          </Field>
          <Field name="name" label={t('common:record.name')} isRequired>
            <Input maxLength={100} />
          </Field>
          <Field name="name_en" label={t('common:record.nameEn')}>
            <Input maxLength={100} />
          </Field>
          <StatusField isNew={isNew} />
        </>
      )}
    />
  );
}
