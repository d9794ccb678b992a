import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { documentPath } from '@/shared/document';
import { type Origin, originName } from '../memo';

interface OriginLinkProps {
  origin: Origin;
}

/** The document behind a voucher or a line of the books. */
export function OriginLink({ origin }: OriginLinkProps) {
  const { t } = useTranslation();
  const path = documentPath(origin.kind, origin.id);
  const text = `${originName(origin, t)} ${origin.number}`;
  return path ? <Link to={path}>{text}</Link> : <span>{text}</span>;
}
