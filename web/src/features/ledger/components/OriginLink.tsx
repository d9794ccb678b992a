import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { documentKind, documentPath } from '@/shared/document';

interface OriginLinkProps {
  origin: { kind: string; id: string; number: string };
}

/** The document behind a voucher or a line of the books. */
export function OriginLink({ origin }: OriginLinkProps) {
  const { t } = useTranslation();
  const kind = documentKind(origin.kind);
  const path = documentPath(origin.kind, origin.id);
  const name = kind ? t(kind.label) : t(`ledger:origin.${origin.kind}`, { defaultValue: origin.kind });
  const text = `${name} ${origin.number}`;
  return path ? <Link to={path}>{text}</Link> : <span>{text}</span>;
}
