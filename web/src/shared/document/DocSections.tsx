import { Alert, Button, Tabs } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { AuditTrail } from './AuditTrail';
import { RelatedDocuments } from './RelatedDocuments';
import type { DocumentDefinition, DocumentDetail } from './types';
import type { DocumentState } from './useDocument';

/** What the user must know before going on: a kept draft, a stale version, refusals. */
export function Notices<Detail extends DocumentDetail>({ state }: { state: DocumentState<Detail> }) {
  const { t } = useTranslation();
  const { draft, problems, isReadOnly } = state;
  return (
    <>
      {draft.found && !isReadOnly && !state.isDirty && (
        <Alert
          type="info"
          showIcon
          title={t('document:draft.found', { time: dayjs(draft.found.savedAt).format('MM-DD HH:mm') })}
          action={
            <span className="document-notice-actions">
              <Button size="small" type="primary" onClick={state.restoreDraft}>
                {t('document:draft.restore')}
              </Button>
              <Button size="small" onClick={draft.drop}>
                {t('document:draft.drop')}
              </Button>
            </span>
          }
        />
      )}
      {problems.length > 0 && (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={
            problems.length === 1 ? problems[0] : t('document:problem.several', { count: problems.length })
          }
          description={
            problems.length > 1 && (
              <ul className="document-problems">
                {problems.map((problem) => (
                  <li key={problem}>{problem}</li>
                ))}
              </ul>
            )
          }
          action={
            state.isStale && (
              <Button size="small" onClick={state.reload}>
                {t('document:reload')}
              </Button>
            )
          }
        />
      )}
    </>
  );
}

/** What stands behind a document: the chain it belongs to, and who did what with it. */
export function Background<Detail extends DocumentDetail>(props: {
  definition: DocumentDefinition<Detail>;
  document: Detail;
}) {
  const { t } = useTranslation();
  const { definition, document } = props;
  const items = [
    {
      key: 'related',
      label: `${t('document:related')} ${document.related.length || ''}`,
      children: <RelatedDocuments related={document.related} currency={document.currency} />,
    },
  ];
  if (definition.audit) {
    items.push({
      key: 'audit',
      label: t('document:audit'),
      children: <AuditTrail definition={definition as never} id={document.id} version={document.version} />,
    });
  }
  return (
    <section className="panel document-background" aria-label={t('document:related')}>
      <Tabs size="small" items={items} />
    </section>
  );
}
