import { MoreOutlined, PlusOutlined, SaveOutlined } from '@ant-design/icons';
import { Alert, App, Button, Dropdown, Form, Tabs, Tooltip } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useCan } from '@/app/session';
import { ErrorPanel, PageSkeleton, useLeaveGuard } from '@/shared/feedback';
import { useHotkeys } from '@/shared/hotkeys';
import { StatusTag } from '@/shared/status';
import type { MasterRecord, RecordDefinition, RecordState } from './useRecord';
import './master.css';

export interface RecordTab {
  key: string;
  label: string;
  content: ReactNode;
  /** The fields on it: a refusal opens the tab. */
  fields: readonly string[];
}

interface RecordPageProps<Detail extends MasterRecord, Values extends object> {
  definition: RecordDefinition<Detail, Values>;
  state: RecordState<Detail, Values>;
  /** How this kind of record is called, and what it is called itself. */
  kind: string;
  name?: string;
  permissions: { create: string; update: string; archive: string };
  tabs: readonly RecordTab[];
  /** Beside the title of a stored record: links to its books. */
  links?: ReactNode;
  onValuesChange?: (changed: object) => void;
}

/** The page of one master record: head with steps, tabs with fields, and every state in between. */
export function RecordPage<Detail extends MasterRecord, Values extends object>(
  props: RecordPageProps<Detail, Values>,
) {
  const { definition, state, permissions, tabs } = props;
  const { t } = useTranslation();
  const can = useCan();
  const navigate = useNavigate();
  const [tab, setTab] = useState(tabs[0]?.key);
  useLeaveGuard(state.isDirty);
  const canSave = can(state.isNew ? permissions.create : permissions.update);
  const startNew = can(permissions.create) ? () => navigate(`${definition.listPath}/new`) : undefined;
  const faultAt = state.faultAt;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new refusal opens a tab, not every drawing
  useEffect(() => {
    const found = faultAt && tabs.find((known) => known.fields.includes(String(faultAt[0])));
    if (found) setTab(found.key);
  }, [faultAt]);
  useHotkeys([
    ...(canSave
      ? [
          {
            id: 'record.save',
            keys: 'mod+s',
            label: 'document:key.save',
            group: 'document' as const,
            inInputs: true,
            run: () => void state.save(),
          },
        ]
      : []),
    ...(startNew
      ? [
          {
            id: 'record.new',
            keys: 'alt+n',
            label: 'common:key.new',
            group: 'document' as const,
            inInputs: true,
            run: startNew,
          },
        ]
      : []),
  ]);
  if (state.error) return <ErrorPanel error={state.error} onRetry={state.refetch} />;
  if (state.isLoading) return <PageSkeleton rows={12} />;
  return (
    <div className="page record">
      <RecordHead {...props} canSave={canSave} onNew={startNew} />
      {state.problems.length > 0 && (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={state.problems.join(' ')}
          action={
            !state.isNew && (
              <Button size="small" onClick={state.reload}>
                {t('document:reload')}
              </Button>
            )
          }
        />
      )}
      <Form
        form={state.form}
        layout="vertical"
        colon={false}
        disabled={!canSave}
        scrollToFirstError
        onValuesChange={(changed) => {
          state.markDirty();
          props.onValuesChange?.(changed as object);
        }}
      >
        <section className="panel record-panel">
          <Tabs
            activeKey={tab}
            onChange={setTab}
            items={tabs.map(({ key, label, content }) => ({
              key,
              label,
              children: content,
              forceRender: true,
            }))}
          />
        </section>
      </Form>
    </div>
  );
}

function RecordHead<Detail extends MasterRecord, Values extends object>(
  props: RecordPageProps<Detail, Values> & { canSave: boolean; onNew?: () => void },
) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const can = useCan();
  const navigate = useNavigate();
  const { definition, state, permissions } = props;
  const record = state.record;
  const isArchived = record?.status === 'archived';
  const archive = () => {
    if (isArchived) return state.setArchived(false);
    modal.confirm({
      title: t('common:record.archiveTitle', { name: props.name ?? '' }),
      content: t('common:record.archiveHint'),
      okText: t('document:verb.archive'),
      okButtonProps: { danger: true },
      onOk: () => state.setArchived(true),
    });
  };
  const more = [
    record && props.onNew && { key: 'copy', label: t('common:record.copy') },
    record &&
      definition.setArchived &&
      can(permissions.archive) && {
        key: 'archive',
        label: t(isArchived ? 'document:verb.restore' : 'document:verb.archive'),
        danger: !isArchived,
      },
  ].filter((item) => item !== undefined && item !== false);
  const run: Record<string, () => void> = {
    copy: () => navigate(`${definition.listPath}/new?from=${record?.id}`),
    archive,
  };
  return (
    <div className="page-head record-head">
      <h1>
        <Link to={definition.listPath} className="record-kind">
          {props.kind}
        </Link>
        <span>{state.isNew ? t('document:new') : props.name}</span>
      </h1>
      {record && <StatusTag status={record.status} />}
      {state.isDirty && <span className="record-unsaved">{t('common:form.unsaved')}</span>}
      <div className="page-head-actions">
        {props.links}
        {props.canSave && (
          <Tooltip title="Ctrl+S">
            <Button
              type="primary"
              icon={<SaveOutlined />}
              disabled={!state.isNew && !state.isDirty}
              loading={state.isSaving}
              onClick={() => state.save()}
            >
              {t('common:action.save')}
            </Button>
          </Tooltip>
        )}
        {more.length > 0 && (
          <Dropdown trigger={['click']} menu={{ items: more as never, onClick: ({ key }) => run[key]?.() }}>
            <Button
              icon={<MoreOutlined />}
              aria-label={t('common:action.more')}
              loading={state.isArchiving}
            />
          </Dropdown>
        )}
        {props.onNew && !state.isNew && (
          <Tooltip title="Alt+N">
            <Button icon={<PlusOutlined />} aria-label={t('common:action.new')} onClick={props.onNew} />
          </Tooltip>
        )}
      </div>
    </div>
  );
}
