import { EditOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form, Modal } from 'antd';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '@/api/errors';
import { newIdempotencyKey } from '@/api/headers';
import { useCan } from '@/app/session';
import { errorText } from '@/shared/feedback';
import { showFormFaults } from '@/shared/forms';
import { type ListColumn, type ListFilter, ListPage, type ListQuery, type NumberedPage } from '@/shared/list';
import './master.css';

export interface MasterRow {
  id: string;
  name: string;
  version: number;
}

interface MasterPageProps<Row extends MasterRow, Values extends object> {
  id: string;
  /** Of the page, and of one record. */
  title: string;
  noun: string;
  queryKey: readonly [string, string];
  load: (query: ListQuery, signal: AbortSignal) => Promise<NumberedPage<Row>>;
  columns: readonly ListColumn<Row>[];
  filters?: readonly ListFilter[];
  hasSearch?: boolean;
  permissions: { create: string; update: string };
  /** The fields of the form; `isNew` where some are fixed after creation. */
  fields: (context: { isNew: boolean; row: Row | null }) => ReactNode;
  blank: () => Partial<Values>;
  read: (row: Row) => Partial<Values>;
  create: (values: Values, idempotencyKey: string) => Promise<unknown>;
  replace: (row: Row, values: Values) => Promise<unknown>;
  exportPath?: string;
  empty?: { title?: string; hint?: string };
  summary?: ReactNode;
}

/** A small master list with its form in a dialog: units, categories, groups, warehouses. */
export function MasterPage<Row extends MasterRow, Values extends object>(
  props: MasterPageProps<Row, Values>,
) {
  const { t } = useTranslation();
  const can = useCan();
  const [editing, setEditing] = useState<Row | 'new' | null>(null);
  const canUpdate = can(props.permissions.update);
  const columns = useMemo<ListColumn<Row>[]>(
    () => [
      ...props.columns,
      ...(canUpdate
        ? [
            {
              key: 'actions',
              title: t('common:record.actions'),
              width: 72,
              isFixed: true,
              render: (row: Row) => (
                <Button
                  type="text"
                  size="small"
                  icon={<EditOutlined />}
                  aria-label={t('common:record.editTitle', { name: row.name })}
                  onClick={() => setEditing(row)}
                />
              ),
            },
          ]
        : []),
    ],
    [props.columns, canUpdate, t],
  );
  return (
    <>
      <ListPage<Row>
        id={props.id}
        title={props.title}
        queryKey={props.queryKey}
        source={{ mode: 'numbered', load: props.load }}
        columns={columns}
        filters={props.filters}
        hasSearch={props.hasSearch}
        rowKey={(row) => row.id}
        create={
          can(props.permissions.create)
            ? { label: t('common:record.newTitle', { name: props.noun }), onClick: () => setEditing('new') }
            : undefined
        }
        exportPath={props.exportPath}
        empty={props.empty}
        summary={props.summary}
      />
      {editing !== null && (
        <MasterDialog
          key={editing === 'new' ? 'new' : editing.id}
          {...props}
          row={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
}

type DialogProps<Row extends MasterRow, Values extends object> = MasterPageProps<Row, Values> & {
  row: Row | null;
  onClose: () => void;
};

function MasterDialog<Row extends MasterRow, Values extends object>(props: DialogProps<Row, Values>) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const [problems, setProblems] = useState<string[]>([]);
  const creationKey = useRef(newIdempotencyKey());
  const { row, noun } = props;
  const saving = useMutation({
    meta: { silent: true },
    mutationFn: async () => {
      const values = form.getFieldsValue(true) as Values;
      await (row ? props.replace(row, values) : props.create(values, creationKey.current));
    },
    onSuccess: async () => {
      message.success(t('document:saved'));
      props.onClose();
      await client.invalidateQueries({ predicate: (query) => query.queryKey[1] !== 'session' });
    },
    onError: (error) => {
      if (!isApiError(error)) return setProblems([errorText(error)]);
      if (error.code === 'idempotency_conflict') creationKey.current = newIdempotencyKey();
      setProblems(showFormFaults(form, error).general);
    },
  });
  const save = () =>
    form.validateFields().then(
      () => saving.mutate(),
      () => undefined,
    );
  return (
    <Modal
      open
      className="master-modal"
      title={t(row ? 'common:record.editTitle' : 'common:record.newTitle', { name: noun })}
      okText={t('common:action.save')}
      cancelText={t('common:action.cancel')}
      confirmLoading={saving.isPending}
      onOk={save}
      onCancel={props.onClose}
    >
      {problems.length > 0 && <Alert type="error" showIcon role="alert" title={problems.join(' ')} />}
      <Form
        form={form}
        layout="vertical"
        colon={false}
        initialValues={row ? props.read(row) : props.blank()}
        onKeyDown={(event) => {
          const isTyped = event.target instanceof HTMLInputElement && event.target.role !== 'combobox';
          if (event.key === 'Enter' && isTyped && !event.nativeEvent.isComposing) void save();
        }}
      >
        {props.fields({ isNew: row === null, row })}
      </Form>
    </Modal>
  );
}
