import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Checkbox, Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import { fieldPath, isApiError } from '@/api/errors';
import { idempotent, ifMatch, newIdempotencyKey } from '@/api/headers';
import { errorText, fieldProblemText } from '@/shared/feedback';
import type { Account } from '../api';

/** Either a new account below `parent`, or a change of `account`. */
export interface AccountDraft {
  parent?: Account;
  account?: Account;
}

interface AccountForm {
  code: string;
  name: string;
  name_en: string;
  is_cash: boolean;
  is_monetary: boolean;
  party_required: boolean;
  item_required: boolean;
  is_active: boolean;
}

const FLAGS = ['is_cash', 'is_monetary', 'party_required', 'item_required', 'is_active'] as const;

export function AccountDialog({ draft, onClose }: { draft: AccountDraft; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form] = Form.useForm<AccountForm>();
  const { account, parent } = draft;
  const saving = useMutation({
    meta: { silent: true },
    mutationFn: ({ code, ...body }: AccountForm) =>
      account
        ? unwrap(
            api.PUT('/api/v1/ledger/accounts/{account_id}', {
              params: { path: { account_id: account.id } },
              headers: ifMatch(account.version),
              body,
            }),
          )
        : unwrap(
            api.POST('/api/v1/ledger/accounts', {
              params: { header: idempotent(newIdempotencyKey()) },
              body: { ...body, code, parent_id: parent?.id ?? '' },
            }),
          ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['ledger', 'accounts'] });
      onClose();
    },
    onError: (error) => {
      if (!isApiError(error)) return;
      form.setFields(
        error.errors.map((fault) => ({
          name: String(fieldPath(fault)[0]) as keyof AccountForm,
          errors: [fieldProblemText(fault)],
        })),
      );
    },
  });
  const initial: Partial<AccountForm> = account ?? {
    code: parent ? `${parent.code}.` : '',
    name: '',
    name_en: '',
    is_cash: parent?.is_cash ?? false,
    is_monetary: parent?.is_monetary ?? false,
    party_required: parent?.party_required ?? false,
    item_required: parent?.item_required ?? false,
    is_active: true,
  };
  const title = account
    ? t('ledger:accounts.change', { name: account.code })
    : t('ledger:accounts.addBelow', { name: `${parent?.code} ${parent?.name}` });
  return (
    <Modal
      open
      title={title}
      okText={t('common:action.save')}
      confirmLoading={saving.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
    >
      {saving.error && <Alert type="error" showIcon role="alert" title={errorText(saving.error)} />}
      <Form
        form={form}
        layout="vertical"
        initialValues={pick(initial)}
        onFinish={(values) => saving.mutate(values)}
      >
        <Form.Item name="code" label={t('ledger:code')} rules={[{ required: true }]}>
          <Input disabled={Boolean(account)} maxLength={24} autoFocus={!account} />
        </Form.Item>
        <Form.Item name="name" label={t('ledger:name')} rules={[{ required: true }]}>
          <Input maxLength={120} autoFocus={Boolean(account)} />
        </Form.Item>
        <Form.Item name="name_en" label={t('ledger:nameEn')}>
          <Input maxLength={120} />
        </Form.Item>
        {FLAGS.map((flag) => (
          <Form.Item key={flag} name={flag} valuePropName="checked" style={{ marginBottom: 4 }}>
            <Checkbox>{t(`ledger:accounts.${flag}`)}</Checkbox>
          </Form.Item>
        ))}
      </Form>
    </Modal>
  );
}

/** Only what the form holds: the server refuses fields it does not know. */
function pick(values: Partial<AccountForm>): Partial<AccountForm> {
  const { code, name, name_en, is_cash, is_monetary, party_required, item_required, is_active } = values;
  return { code, name, name_en, is_cash, is_monetary, party_required, item_required, is_active };
}
