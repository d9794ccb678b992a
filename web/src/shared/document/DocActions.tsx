import { MoreOutlined, PlusOutlined, SaveOutlined } from '@ant-design/icons';
import { Button, Dropdown, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { DocumentDefinition, DocumentDetail, Follower } from './types';
import type { DocumentState } from './useDocument';
import { primaryVerb, verbStyle } from './verbs';

interface DocActionsProps<Detail extends DocumentDetail> {
  definition: DocumentDefinition<Detail>;
  state: DocumentState<Detail>;
  onVerb: (verb: string) => void;
  onForward: () => void;
  /** Steps to other documents that may be reached from here, and the one among them that is the way forward. */
  followers: readonly Follower[];
  onward?: Follower;
  onNew?: () => void;
}

/** What can be done now. The server names the possible steps; the way forward stands out, the way back hides in "more". */
export function DocActions<Detail extends DocumentDetail>({
  definition,
  state,
  onVerb,
  onForward,
  followers,
  onward,
  onNew,
}: DocActionsProps<Detail>) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { document, isReadOnly, isDirty, isNew } = state;
  const verbs = (document?.verbs ?? []).filter((verb) => !definition.hiddenVerbs?.includes(verb));
  const forward = primaryVerb(verbs);
  const others = verbs.filter((verb) => verb !== forward);
  const label = (verb: string) => t(`document:verb.${verb}`, { defaultValue: verb });
  const canSave = !isReadOnly && (isNew || isDirty);
  return (
    <>
      {!isReadOnly && (
        <Tooltip title="Ctrl+S">
          <Button
            icon={<SaveOutlined />}
            type={canSave && !forward && !isNew ? 'primary' : 'default'}
            disabled={!canSave}
            loading={state.isSaving}
            onClick={() => state.save()}
          >
            {t('common:action.save')}
          </Button>
        </Tooltip>
      )}
      {(forward || isNew) && (
        <Tooltip title="Ctrl+Enter">
          <Button type="primary" loading={state.isActing} disabled={state.isSaving} onClick={onForward}>
            {isNew
              ? t(
                  definition.saveAndGo ??
                    (definition.preview ? 'document:saveAndPost' : 'document:saveAndGo'),
                )
              : label(forward ?? '')}
          </Button>
        </Tooltip>
      )}
      {followers.map((follower) => (
        <Tooltip key={follower.key} title={follower === onward ? 'Ctrl+Enter' : undefined}>
          <Button type={follower === onward ? 'primary' : 'default'} onClick={() => navigate(follower.path)}>
            {follower.label}
          </Button>
        </Tooltip>
      ))}
      {others.length > 0 && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: others.map((verb) => ({
              key: verb,
              label: label(verb),
              danger: verbStyle(verb).tone === 'danger',
            })),
            onClick: ({ key }) => onVerb(key),
          }}
        >
          <Button icon={<MoreOutlined />} aria-label={t('common:action.more')} />
        </Dropdown>
      )}
      {onNew && !isNew && (
        <Tooltip title="Alt+N">
          <Button icon={<PlusOutlined />} aria-label={t('common:action.new')} onClick={onNew} />
        </Tooltip>
      )}
    </>
  );
}
