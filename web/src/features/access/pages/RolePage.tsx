import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { api, unwrap } from '@/api/client';
import { fieldPath, isApiError } from '@/api/errors';
import { idempotent, newIdempotencyKey } from '@/api/headers';
import { useCan } from '@/app/session';
import { ErrorPanel, errorText, fieldProblemText, PageSkeleton } from '@/shared/feedback';
import { useHotkeys } from '@/shared/hotkeys';
import { conflictsQuery, permissionsQuery, type Role, type Room } from '../api';
import { Conflicts } from '../components/Conflicts';
import { PermissionMatrix } from '../components/PermissionMatrix';
import { patternsFor } from '../rights';
import '../components/access.css';

interface RoleForm {
  code: string;
  name_zh: string;
  name_en: string;
}

/** One role: its names and the matrix of what it may do. `?copy=<id>` begins a new one with the rights of another. */
export default function RolePage() {
  const { id = 'new' } = useParams();
  const [search] = useSearchParams();
  const source = id === 'new' ? search.get('copy') : id;
  const rooms = useQuery(permissionsQuery);
  const role = useQuery({
    queryKey: ['access', 'roles', 'detail', source],
    enabled: source !== null,
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/access/roles/{role_id}', { params: { path: { role_id: source ?? '' } }, signal }),
      ),
  });
  const error = rooms.error ?? role.error;
  if (error) return <ErrorPanel error={error} onRetry={() => [rooms.refetch(), role.refetch()]} />;
  if (!rooms.data || (source !== null && !role.data)) return <PageSkeleton rows={12} />;
  return (
    <RoleEditor
      key={`${id}/${role.data?.version}`}
      role={id === 'new' ? undefined : role.data}
      template={role.data}
      rooms={rooms.data}
    />
  );
}

interface RoleEditorProps {
  role?: Role;
  template?: Role;
  rooms: Room[];
}

function saveRole(role: Role | undefined, body: RoleForm & { patterns: string[] }) {
  if (!role)
    return unwrap(
      api.POST('/api/v1/access/roles', { params: { header: idempotent(newIdempotencyKey()) }, body }),
    );
  const header = { 'If-Match': role.version };
  return unwrap(
    api.PUT('/api/v1/access/roles/{role_id}', { params: { path: { role_id: role.id }, header }, body }),
  );
}

function RoleEditor({ role, template, rooms }: RoleEditorProps) {
  const { t, i18n } = useTranslation();
  const can = useCan();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { message, modal } = App.useApp();
  const [form] = Form.useForm<RoleForm>();
  const all = useMemo(() => rooms.flatMap((room) => room.permissions.map(({ code }) => code)), [rooms]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(template?.permissions));
  const patterns = useMemo(() => patternsFor(template?.patterns ?? [], chosen, all), [template, chosen, all]);
  const { data: conflicts = [] } = useQuery(conflictsQuery(patterns));
  const mayChange = can(role ? 'access.role.update' : 'access.role.create');
  const saving = useMutation({
    meta: { silent: true },
    mutationFn: (values: RoleForm) =>
      saveRole(role, { ...values, code: role?.code ?? values.code, patterns }),
    onSuccess: async (saved) => {
      message.success(t('document:saved'));
      await client.invalidateQueries({
        queryKey: ['access'],
        predicate: (query) => query.queryKey[1] !== 'session',
      });
      if (!role) navigate(`/access/roles/${saved.id}`, { replace: true });
    },
    onError: (error) => {
      if (!isApiError(error)) return;
      form.setFields(
        error.errors.map((fault) => ({
          name: String(fieldPath(fault)[0]) as keyof RoleForm,
          errors: [fieldProblemText(fault)],
        })),
      );
    },
  });
  const removing = useMutation({
    mutationFn: (known: Role) =>
      unwrap(api.DELETE('/api/v1/access/roles/{role_id}', { params: { path: { role_id: known.id } } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['access', 'roles'] });
      navigate('/access/roles', { replace: true });
    },
  });
  useHotkeys([
    {
      id: 'role.save',
      keys: 'mod+s',
      label: 'document:key.save',
      group: 'document',
      inInputs: true,
      run: () => mayChange && form.submit(),
    },
  ]);
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="record-title">
          <Link to="/access/roles" className="document-kind">
            {t('access:role.title')}
          </Link>
          {role ? (i18n.language === 'en-US' ? role.name_en : role.name_zh) : t('access:role.new')}
        </h1>
        <div className="page-head-actions">
          {role && !role.is_preset && mayChange && (
            <Button
              danger
              onClick={() =>
                modal.confirm({
                  title: t('access:role.delete'),
                  okButtonProps: { danger: true },
                  onOk: () => removing.mutateAsync(role).catch(() => undefined),
                })
              }
            >
              {t('common:action.delete')}
            </Button>
          )}
          {role && can('access.role.create') && (
            <Button onClick={() => navigate(`/access/roles/new?copy=${role.id}`)}>
              {t('access:role.copy')}
            </Button>
          )}
          {mayChange && (
            <Button type="primary" loading={saving.isPending} onClick={() => form.submit()}>
              {t('common:action.save')}
            </Button>
          )}
        </div>
      </div>
      {saving.error && <Alert type="error" showIcon role="alert" title={errorText(saving.error)} />}
      <Conflicts conflicts={conflicts} />
      <section className="panel">
        <Form
          form={form}
          layout="vertical"
          disabled={!mayChange}
          className="role-head"
          initialValues={role ?? { code: '', name_zh: '', name_en: '' }}
          onFinish={(values) => saving.mutate(values)}
        >
          <Form.Item name="name_zh" label={t('access:role.nameZh')} rules={[{ required: true }]}>
            <Input maxLength={80} />
          </Form.Item>
          <Form.Item name="name_en" label={t('access:role.nameEn')} rules={[{ required: true }]}>
            <Input maxLength={80} />
          </Form.Item>
          <Form.Item
            name="code"
            label={t('access:role.code')}
            rules={[
              { required: true, pattern: /^[a-z][a-z0-9_]{0,39}$/, message: t('access:role.codeRule') },
            ]}
          >
            <Input disabled={Boolean(role)} maxLength={40} />
          </Form.Item>
        </Form>
      </section>
      <PermissionMatrix
        rooms={rooms}
        chosen={chosen}
        conflicts={conflicts}
        isReadOnly={!mayChange}
        onChange={setChosen}
      />
    </div>
  );
}
