import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Amount } from '@/shared/money';
import { StatusTag } from '@/shared/status';
import { documentKind, documentPath } from './kinds';
import type { RelatedDocument } from './types';

/** The chain this document stands in: what it came from and what came of it. */
export function RelatedDocuments({
  related,
  currency,
}: {
  related: readonly RelatedDocument[];
  currency?: string;
}) {
  const { t } = useTranslation();
  if (related.length === 0) return <p className="document-quiet">{t('document:noRelated')}</p>;
  return (
    <ul className="related-documents">
      {related.map((document) => {
        const kind = documentKind(document.kind);
        const path = documentPath(document.kind, document.id);
        const label = kind ? t(kind.label) : document.kind;
        return (
          <li key={`${document.kind}/${document.id}`}>
            <span className="related-kind">{label}</span>
            {path ? (
              <Link to={path}>{document.number || t('document:noNumber')}</Link>
            ) : (
              <span>{document.number}</span>
            )}
            <span className="number">{document.date}</span>
            {document.state ? <StatusTag status={document.state} /> : <span />}
            <Amount value={document.amount} currency={currency} />
          </li>
        );
      })}
    </ul>
  );
}
