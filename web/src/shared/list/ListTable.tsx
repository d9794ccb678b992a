import { Button, Pagination, Skeleton, Table, type TableProps } from 'antd';
import { type ReactNode, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useCompanyCurrency } from '@/app/session';
import { EmptyState } from '@/shared/feedback';
import { cellContent, columnWidth, isRightAligned, type ListColumn, tableColumns } from './columns';
import type { ListChange, ListParams } from './useListParams';
import type { ListRows } from './useListRows';
import { useViewportRest } from './useViewportRest';

/** Above this many rows only the visible ones are put into the page. */
const VIRTUAL_ROWS_MIN = 50;

interface ListTableProps<Row extends object> {
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

export function ListTable<Row extends object>(props: ListTableProps<Row>) {
  const { list, columns, params, onChange } = props;
  const navigate = useNavigate();
  const companyCurrency = useCompanyCurrency();
  const currency = props.currency ?? companyCurrency;
  const frame = useRef<HTMLDivElement>(null);
  const height = useViewportRest(frame, 112);
  const antdColumns = useMemo(
    () => tableColumns(columns, params.sort, currency),
    [columns, params.sort, currency],
  );
  if (list.isFirstLoad) return <Skeleton active title={false} paragraph={{ rows: 10, width: '100%' }} />;
  if (list.rows.length === 0) {
    return (
      <EmptyState isFiltered={props.isFiltered} onClearFilters={props.onClearFilters} {...props.empty} />
    );
  }
  const isVirtual = list.rows.length > VIRTUAL_ROWS_MIN;
  const width = columns.reduce((sum, column) => sum + columnWidth(column), props.selection ? 40 : 0);
  const sortBy: TableProps<Row>['onChange'] = (_page, _filters, sorter) => {
    const chosen = Array.isArray(sorter) ? sorter[0] : sorter;
    const name = columns.find((column) => column.key === chosen?.columnKey)?.sort;
    onChange({ sort: !name || !chosen?.order ? '' : chosen.order === 'descend' ? `-${name}` : name });
  };
  return (
    <div
      ref={frame}
      className={list.isRefreshing ? 'list-table is-refreshing' : 'list-table'}
      aria-busy={list.isRefreshing}
    >
      <Table<Row>
        size="small"
        columns={antdColumns}
        dataSource={list.rows}
        rowKey={props.rowKey}
        pagination={false}
        virtual={isVirtual}
        scroll={isVirtual ? { x: width, y: height } : { x: width }}
        onChange={sortBy}
        showSorterTooltip={false}
        rowSelection={
          props.selection && {
            selectedRowKeys: props.selection.chosen.map(props.rowKey),
            onChange: (_keys, rows) => props.selection?.onChoose(rows),
            columnWidth: 40,
          }
        }
        onRow={(row) => rowProps(props.rowPath?.(row), navigate)}
        summary={
          list.totals
            ? () => <TotalsRow {...props} currency={currency} totals={list.totals ?? {}} />
            : undefined
        }
      />
      <ListFoot {...props} />
    </div>
  );
}

/** A click or Enter on a row opens it; with Ctrl or the middle button in a new tab. Controls inside keep their clicks. */
function rowProps(path: string | undefined, navigate: (path: string) => void) {
  if (!path) return {};
  const open = (inNewTab: boolean) => (inNewTab ? window.open(path, '_blank', 'noopener') : navigate(path));
  return {
    className: 'list-row-link',
    tabIndex: 0,
    onClick: (event: React.MouseEvent<HTMLElement>) => {
      if ((event.target as HTMLElement).closest('a,button,input,label')) return;
      if (window.getSelection()?.toString()) return;
      open(event.ctrlKey || event.metaKey);
    },
    onAuxClick: (event: React.MouseEvent) => {
      if (event.button === 1) open(true);
    },
    onKeyDown: (event: React.KeyboardEvent) => {
      if (event.key === 'Enter' && event.target === event.currentTarget) open(event.ctrlKey || event.metaKey);
    },
  };
}

function TotalsRow<Row extends object>(
  props: Pick<ListTableProps<Row>, 'columns' | 'selection'> & {
    currency: string;
    totals: Record<string, string>;
  },
) {
  const { t } = useTranslation();
  const offset = props.selection ? 1 : 0;
  return (
    <Table.Summary fixed="bottom">
      <Table.Summary.Row className="list-totals">
        {offset === 1 && <Table.Summary.Cell index={0} />}
        {props.columns.map((column, index) => (
          <Table.Summary.Cell
            key={column.key}
            index={index + offset}
            align={isRightAligned(column.kind) ? 'right' : 'left'}
          >
            {index === 0
              ? t('common:list.totals')
              : cellContent(column.kind ?? 'text', props.totals[column.key], props.currency)}
          </Table.Summary.Cell>
        ))}
      </Table.Summary.Row>
    </Table.Summary>
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
