import { Button, Pagination, Skeleton } from 'antd';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/shared/feedback';
import type { ListColumn } from './columns';
import { DataTable } from './DataTable';
import type { ListChange, ListParams } from './useListParams';
import type { ListRows } from './useListRows';
import { useViewportRest } from './useViewportRest';

/** What stands below the table: foot, padding of the panel and of the page. */
const BELOW = 76;

interface ListTableProps<Row extends object> {
  label: string;
  list: ListRows<Row>;
  columns: readonly ListColumn<Row>[];
  params: ListParams;
  onChange: (change: ListChange) => void;
  rowKey: (row: Row) => string;
  rowPath?: (row: Row) => string;
  currency?: string;
  isNumbered: boolean;
  isFiltered: boolean;
  onClearFilters: () => void;
  empty?: { title?: string; hint?: string; action?: ReactNode };
  selection?: { chosen: Row[]; onChoose: (rows: Row[]) => void };
}

/** The rows of a list with every state they can be in. */
export function ListTable<Row extends object>(props: ListTableProps<Row>) {
  const { list, params, onChange } = props;
  const frame = useRef<HTMLDivElement>(null);
  const height = useViewportRest(frame, BELOW);
  if (list.isFirstLoad) return <Skeleton active title={false} paragraph={{ rows: 10, width: '100%' }} />;
  if (list.rows.length === 0) {
    return (
      <EmptyState isFiltered={props.isFiltered} onClearFilters={props.onClearFilters} {...props.empty} />
    );
  }
  return (
    <div
      ref={frame}
      className={list.isRefreshing ? 'list-table is-refreshing' : 'list-table'}
      aria-busy={list.isRefreshing}
    >
      <DataTable
        label={props.label}
        columns={props.columns}
        rows={list.rows}
        rowKey={props.rowKey}
        rowPath={props.rowPath}
        sort={params.sort}
        onSort={(sort) => onChange({ sort })}
        totals={list.totals}
        currency={props.currency}
        selection={props.selection}
        heightMax={height}
      />
      <ListFoot {...props} />
    </div>
  );
}

function ListFoot<Row extends object>({ list, params, onChange, isNumbered }: ListTableProps<Row>) {
  const { t } = useTranslation();
  if (isNumbered) {
    return (
      <div className="list-foot">
        <Pagination
          size="small"
          current={params.page}
          pageSize={params.pageSize}
          total={list.total}
          showSizeChanger
          pageSizeOptions={[20, 50, 100, 200]}
          showTotal={(count) => t('common:list.total', { count })}
          onChange={(page, pageSize) => onChange(pageSize === params.pageSize ? { page } : { pageSize })}
        />
      </div>
    );
  }
  return (
    <div className="list-foot">
      <span>
        {t(list.hasMore ? 'common:list.loaded' : 'common:list.allLoaded', { count: list.rows.length })}
      </span>
      {list.hasMore && (
        <Button onClick={list.loadMore} loading={list.isLoadingMore}>
          {t('common:list.loadMore')}
        </Button>
      )}
    </div>
  );
}
