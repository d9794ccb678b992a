import { Pagination } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

const SIZE = 100;

export interface Page<Row> {
  rows: Row[];
  number: number;
  total: number;
  go: (number: number) => void;
}

/** A part of many rows; what changes `scope` leads back to the first page. */
export function usePage<Row>(rows: readonly Row[], scope: string): Page<Row> {
  const [number, go] = useState(1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scope is the reason, not an input
  useEffect(() => go(1), [scope]);
  const last = Math.max(1, Math.ceil(rows.length / SIZE));
  const current = Math.min(number, last);
  return { rows: rows.slice((current - 1) * SIZE, current * SIZE), number: current, total: rows.length, go };
}

export function LinePages<Row>({ page }: { page: Page<Row> }) {
  const { t } = useTranslation();
  return (
    <Pagination
      className="counting-pages"
      size="small"
      current={page.number}
      pageSize={SIZE}
      total={page.total}
      hideOnSinglePage={page.total <= SIZE && page.total > 0}
      showSizeChanger={false}
      showTotal={(count) => t('common:list.total', { count })}
      onChange={page.go}
    />
  );
}
