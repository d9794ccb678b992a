import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Checkbox, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { api, unwrap } from '@/api/client';
import { fieldPath, isApiError } from '@/api/errors';
import { idempotent, newIdempotencyKey } from '@/api/headers';
import { useCan } from '@/app/session';
import { ErrorPanel, errorText, fieldProblemText, PageSkeleton } from '@/shared/feedback';
import { useHotkeys } from '@/shared/hotkeys';
import { warehousesQuery } from '@/shared/select';
import { conflictsQuery, type Member, rolesQuery } from '../api';
import { Conflicts } from '../components/Conflicts';
import { UserActions } from '../components/UserActions';
import '../components/access.css';

interface UserForm {
  username: string;
  password?: string;
  display_name: string;
  email: string;
  language: string;
  role_ids: string[];
  warehouse_ids: string[] | null;
  own_documents: boolean;
  sees_cost: boolean;
  is_active: boolean;
}

/** One person: name, roles, and what of the company's data they see. */
export default function UserPage() {
  const { id = 'new' } = useParams();
  const isNew = id === 'new';
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['access', 'users', 'detail', id],
    enabled: !isNew,
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/access/users/{user_id}', { params: { path: { user_id: id } }, signal })),
  });
  if (error) return <ErrorPanel error={error} onRetry={refetch} />;
  if (!isNew && isPending) return <PageSkeleton />;
  return <UserEditor key={`${id}/${data?.version}`} user={data} />;
}

const BLANK: UserForm = {
  username: '',
  display_name: '',
  email: '',
  language: 'zh-hans',
  role_ids: [],
  warehouse_ids: null,
  own_documents: false,
  sees_cost: false,
  is_active: true,
};

function initialOf(user: Member | undefined): UserForm {
  if (!user) return BLANK;
  const { username, display_name, email, language, warehouse_ids, own_documents, sees_cost, is_active } =
    user;
  const role_ids = user.roles.map((role) => role.id);
  return {
    username,
    display_name,
    email,
    language,
    role_ids,
    warehouse_ids,
    own_documents,
    sees_cost,
    is_active,
  };
}

function saveUser(user: Member | undefined, values: UserForm) {
  const { username, password = '', ...change } = values;
  // An empty choice means every warehouse, as the field says.
  const warehouse_ids = change.warehouse_ids?.length ? change.warehouse_ids : null;
  if (!user)
    return unwrap(
      api.POST('/api/v1/access/users', {
        params: { header: idempotent(newIdempotencyKey()) },
        body: { ...change, warehouse_ids, username, password },
      }),
    );
  return unwrap(
    api.PUT('/api/v1/access/users/{user_id}', {
      params: { path: { user_id: user.id }, header: { 'If-Match': user.version } },
      body: { ...change, warehouse_ids },
    }),
  );
}

function UserEditor({ user }: { user?: Member }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const can = useCan();
  const { message } = App.useApp();
  const [form] = Form.useForm<UserForm>();
  const { data: roles = [] } = useQuery(rolesQuery);
  const { data: warehouses = [] } = useQuery(warehousesQuery);
  const roleIds: string[] = Form.useWatch('role_ids', form) ?? [];
  const patterns = roles.filter((role) => roleIds.includes(role.id)).flatMap((role) => role.patterns);
  const { data: conflicts = [] } = useQuery(conflictsQuery(patterns));
  const mayChange = can(user ? 'access.user.update' : 'access.user.create');
  const saving = useMutation({
    meta: { silent: true },
    mutationFn: (values: UserForm) => saveUser(user, values),
    onSuccess: async (saved) => {
      message.success(t('document:saved'));
      await client.invalidateQueries({ queryKey: ['access', 'users'] });
      if (!user) navigate(`/access/users/${saved.id}`, { replace: true });
    },
    onError: (error) => {
      if (!isApiError(error)) return;
      form.setFields(
        error.errors.map((fault) => ({
          name: String(fieldPath(fault)[0]) as keyof UserForm,
          errors: [fieldProblemText(fault)],
        })),
      );
    },
  });
  useHotkeys([
    {
      id: 'user.save',
      keys: 'mod+s',
      label: 'document:key.save',
      group: 'document',
      inInputs: true,
      run: () => form.submit(),
    },
  ]);
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="record-title">
          <Link to="/access/users" className="document-kind">
            {t('access:user.title')}
          </Link>
          {user ? user.display_name || user.username : t('access:user.new')}
        </h1>
        <div className="page-head-actions">
          {user && mayChange && <UserActions user={user} />}
          {mayChange && (
            <Button type="primary" loading={saving.isPending} onClick={() => form.submit()}>
              {t('common:action.save')}
            </Button>
          )}
        </div>
      </div>
      {saving.error && <Alert type="error" showIcon role="alert" title={errorText(saving.error)} />}
      <Conflicts conflicts={conflicts} />
      <Form
        form={form}
        layout="vertical"
        className="access-form"
        disabled={!mayChange}
        initialValues={initialOf(user)}
        onFinish={(values) => saving.mutate({ ...initialOf(user), ...values })}
      >
        <section className="panel">
          <h2>{t('access:user.person')}</h2>
          <div className="role-head">
            <Form.Item name="username" label={t('access:field.username')} rules={[{ required: true }]}>
              <Input disabled={Boolean(user)} autoComplete="off" autoFocus={!user} maxLength={150} />
            </Form.Item>
            {!user && (
              <Form.Item
                name="password"
                label={t('access:user.firstPassword')}
                extra={t('access:user.firstPasswordHint')}
                rules={[{ required: true }]}
              >
                <Input.Password autoComplete="new-password" maxLength={200} />
              </Form.Item>
            )}
            <Form.Item name="display_name" label={t('access:field.displayName')}>
              <Input maxLength={100} />
            </Form.Item>
            <Form.Item name="email" label={t('access:user.email')}>
              <Input maxLength={254} />
            </Form.Item>
            <Form.Item name="language" label={t('common:shell.language')}>
              <Select options={LANGUAGES} />
            </Form.Item>
          </div>
        </section>
        <section className="panel">
          <h2>{t('access:user.rights')}</h2>
          <Form.Item name="role_ids" label={t('access:user.roles')}>
            <Select
              mode="multiple"
              showSearch={{ optionFilterProp: 'label' }}
              options={roles.map((role) => ({
                value: role.id,
                label: i18n.language === 'en-US' ? role.name_en : role.name_zh,
              }))}
            />
          </Form.Item>
          <Form.Item name="warehouse_ids" label={t('access:user.warehouses')}>
            <Select
              mode="multiple"
              allowClear
              placeholder={t('access:user.allWarehouses')}
              options={warehouses.map((warehouse) => ({ value: warehouse.id, label: warehouse.name }))}
            />
          </Form.Item>
          {(['own_documents', 'sees_cost', 'is_active'] as const).map((flag) => (
            <Form.Item key={flag} name={flag} valuePropName="checked">
              <Checkbox>{t(`access:user.${flag}`)}</Checkbox>
            </Form.Item>
          ))}
        </section>
      </Form>
    </div>
  );
}

const LANGUAGES = [
  { value: 'zh-hans', label: '\u7b80\u4f53\u4e2d\u6587' },
  { value: 'en', label: 'English' },
];
