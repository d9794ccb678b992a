import { Button, Modal } from 'antd';
import dayjs from 'dayjs';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, unwrap } from '@/api/client';
import { documentKind, documentPath } from '@/shared/document';
import { EmptyState } from '@/shared/feedback';
import { DataTable, type ListColumn, type ListFilter, ListPage, type ListQuery } from '@/shared/list';
import type { AuditRow } from '../api';
import { changesOf } from '../changes';
import '../components/access.css';

/** Days of the filter become moments, from the first second to the last. */
function listAudit({ from, to, ...query }: ListQuery, signal: AbortSignal) {
  const range = {
    ...(from ? { since: dayjs(from).startOf('day').toISOString() } : {}),
    ...(to ? { until: dayjs(to).endOf('day').toISOString() } : {}),
  };
  return unwrap(
    api.GET('/api/v1/access/audit', { params: { query: { ...query, ...range } as never }, signal }),
  );
}

/** Who did what to which record and when, with the state before and after. */
export default function AuditPage() {
  const { t, i18n } = useTranslation();
  const [shown, setShown] = useState<AuditRow | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the titles follow the language
  const columns = useMemo<ListColumn<AuditRow>[]>(
    () => [
      {
        key: 'at',
        title: t('access:audit.at'),
        width: 168,
        isFixed: true,
        render: (row) => <span className="number">{dayjs(row.at).format('YYYY-MM-DD HH:mm:ss')}</span>,
      },
      { key: 'user_name', title: t('access:audit.user'), width: 120 },
      {
        key: 'action',
        title: t('access:audit.action'),
        width: 110,
        render: (row) =>
          t(`access:action.${row.action}`, {
            defaultValue: t(`document:verb.${row.action}`, { defaultValue: row.action }),
          }),
      },
      {
        key: 'noun',
        title: t('access:audit.noun'),
        width: 140,
        render: (row) => {
          const kind = documentKind(row.noun);
          return kind ? t(kind.label) : t(`access:noun.${row.noun}`, { defaultValue: row.noun });
        },
      },
      { key: 'label', title: t('access:audit.label'), width: 200, render: (row) => <Record row={row} /> },
      { key: 'reason', title: t('document:reason'), width: 200 },
      { key: 'source', title: t('access:audit.source'), width: 130 },
      {
        key: 'changes',
        title: t('access:audit.changes'),
        width: 110,
        render: (row) => {
          const count = changesOf(row.before, row.after).length;
          return (
            count > 0 && (
              <Button size="small" onClick={() => setShown(row)}>
                {t('access:audit.show', { count })}
              </Button>
            )
          );
        },
      },
    ],
    [i18n.language],
  );
  const filters: ListFilter[] = [{ kind: 'dates', from: 'from', to: 'to', label: t('access:audit.at') }];
  return (
    <>
      <ListPage<AuditRow>
        id="access.audit"
        title={t('access:audit.title')}
        queryKey={['access', 'audit']}
        source={{ mode: 'keyset', load: listAudit }}
        columns={columns}
        filters={filters}
        rowKey={(row) => row.id}
        searchPlaceholder={t('access:audit.search')}
      />
      {shown && <ChangesDialog row={shown} onClose={() => setShown(null)} />}
    </>
  );
}

function Record({ row }: { row: AuditRow }) {
  const path = documentPath(row.noun, row.object_id);
  return path ? <Link to={path}>{row.label || row.object_id}</Link> : <span>{row.label}</span>;
}

function ChangesDialog({ row, onClose }: { row: AuditRow; onClose: () => void }) {
  const { t } = useTranslation();
  const changes = changesOf(row.before, row.after);
  return (
    <Modal
      open
      footer={null}
      width={820}
      title={`${t('access:audit.changes')} · ${row.label}`}
      onCancel={onClose}
    >
      {changes.length === 0 ? (
        <EmptyState />
      ) : (
        <DataTable
          label={t('access:audit.changes')}
          rows={changes}
          rowKey={(change) => change.field}
          heightMax={480}
          columns={[
            {
              key: 'field',
              title: t('access:audit.field'),
              width: 180,
              render: (change) => <code>{change.field}</code>,
            },
            { key: 'before', title: t('access:audit.before'), width: 270 },
            { key: 'after', title: t('access:audit.after'), width: 270 },
          ]}
        />
      )}
    </Modal>
  );
}
