import { useQuery } from '@tanstack/react-query';
import { Skeleton, Timeline } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '@/shared/feedback';
import type { AuditRow, DocumentDefinition } from './types';

interface AuditTrailProps {
  definition: DocumentDefinition;
  id: string;
  /** A new version means new rows. */
  version: number;
}

/** Who did what and when, with what changed. The newest stands first. */
export function AuditTrail({ definition, id, version }: AuditTrailProps) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: [definition.area, definition.resource, 'audit', id, version],
    queryFn: ({ signal }) => definition.audit?.(id, signal) ?? { items: [] },
  });
  if (isPending) return <Skeleton active paragraph={{ rows: 3 }} />;
  if (error) return <ErrorPanel error={error} onRetry={refetch} />;
  return (
    <Timeline
      className="audit-trail"
      items={data.items.toReversed().map((row) => ({
        key: row.id,
        content: (
          <>
            <div>
              <span className="number">{dayjs(row.at).format('YYYY-MM-DD HH:mm:ss')}</span>{' '}
              <strong>{row.user.name}</strong>{' '}
              {t(`document:verb.${row.action}`, { defaultValue: row.action })}
              {row.reason && <span className="document-quiet">：{row.reason}</span>}
            </div>
            <Changes row={row} />
          </>
        ),
      }))}
    />
  );
}

function Changes({ row }: { row: AuditRow }) {
  const [before, after] = [row.before ?? {}, row.after ?? {}];
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  if (changed.length === 0) return null;
  return (
    <ul className="audit-changes">
      {changed.map((name) => (
        <li key={name}>
          <code>{name}</code> {text(before[name])} → {text(after[name])}
        </li>
      ))}
    </ul>
  );
}

function text(value: unknown): string {
  if (value === null || value === undefined || value === '') return '—';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
