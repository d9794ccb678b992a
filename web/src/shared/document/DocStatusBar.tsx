import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ProgressTag, StatusTag } from '@/shared/status';
import type { DocumentDefinition, DocumentDetail } from './types';

interface DocStatusBarProps<Detail extends DocumentDetail> {
  definition: DocumentDefinition<Detail>;
  document?: Detail;
  isDirty: boolean;
}

const ASPECTS = ['delivery', 'invoicing', 'settlement'] as const;

/** Documents by which goods come in. */
const RECEIVING = new Set(['purchase_order', 'transfer']);

/** Name, number, state, and how far goods, invoices and money have come: three separate things. */
export function DocStatusBar<Detail extends DocumentDetail>({
  definition,
  document,
  isDirty,
}: DocStatusBarProps<Detail>) {
  const { t } = useTranslation();
  const name = t(definition.title);
  return (
    <div className="document-status">
      <h1>
        <Link to={definition.listPath} className="document-kind">
          {name}
        </Link>
        <span className="document-number">
          {document ? document.number || t('document:noNumber') : t('document:new')}
        </span>
      </h1>
      {document && <StatusTag status={document.state} />}
      {document &&
        ASPECTS.map((aspect) => {
          const state = document.progress[aspect];
          return state ? (
            <ProgressTag
              key={aspect}
              aspect={aspect}
              state={state}
              isReceiving={RECEIVING.has(document.kind)}
            />
          ) : null;
        })}
      {document && definition.Marks && <definition.Marks document={document} />}
      {document?.simulated && <Tag>{t('document:simulated')}</Tag>}
      {document?.reverses_id && <Tag color="error">{t('document:red')}</Tag>}
      {isDirty && <span className="document-unsaved">● {t('common:form.unsaved')}</span>}
    </div>
  );
}
