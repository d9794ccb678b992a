import { PlusOutlined, ReloadOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ErrorPanel } from '@/shared/feedback';
import { useHotkeys } from '@/shared/hotkeys';
import { ColumnSettings } from './ColumnSettings';
import type { ListColumn } from './columns';
import { ExportButton } from './ExportButton';
import { FilterBar, type ListFilter } from './FilterBar';
import { ListTable } from './ListTable';
import { PageExport } from './PageExport';
import { useColumnSettings } from './useColumnSettings';
import { apiParams, useListParams } from './useListParams';
import { type ListSource, useListRows } from './useListRows';
import './list.css';

export interface ListPageProps<Row extends object> {
  /** Names the stored column settings: `sales.orders`. */
  id: string;
  title: string;
  queryKey: readonly [area: string, resource: string];
  source: ListSource<Row>;
  columns: readonly ListColumn<Row>[];
  rowKey: (row: Row) => string;
  /** Where a click on a row leads. */
  rowPath?: (row: Row) => string;
  filters?: readonly ListFilter[];
  hasSearch?: boolean;
  searchPlaceholder?: string;
  defaultSort?: string;
  currency?: string;
  /** The button that begins a new record; left out when the user may not. */
  create?: { label: string; path?: string; onClick?: () => void };
  /** Further buttons of the head. */
  actions?: ReactNode;
  /** Given: rows can be ticked, and these buttons work on the ticked ones. */
  bulkActions?: (chosen: { rows: Row[]; clear: () => void }) => ReactNode;
  /** The path of the export endpoint; format and filters are added. Without one the rows are saved as they are shown. */
  exportPath?: string;
  /** What an empty book says and offers. */
  empty?: { title?: string; hint?: string; action?: ReactNode };
  /** Above the table: tiles, hints. */
  summary?: ReactNode;
}

/** A whole list page: search, filters, columns, paging, totals, export, and every state in between. */
export function ListPage<Row extends object>(props: ListPageProps<Row>) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { params, change, clearFilters } = useListParams(props.defaultSort);
  const list = useListRows(props.queryKey, props.source, params);
  const settings = useColumnSettings(props.id, props.columns);
  const [chosen, setChosen] = useState<Row[]>([]);
  const isFiltered = params.q !== '' || Object.keys(params.filters).length > 0;
  const create = props.create;
  const startNew = create && (() => (create.path ? navigate(create.path) : create.onClick?.()));
  useHotkeys([
    ...(startNew
      ? [
          {
            id: 'list.new',
            keys: 'alt+n',
            label: 'common:key.new',
            group: 'list' as const,
            inInputs: true,
            run: startNew,
          },
        ]
      : []),
    {
      id: 'list.search',
      keys: 'mod+/',
      label: 'common:key.listSearch',
      group: 'list',
      inInputs: true,
      run: focusSearch,
    },
  ]);
  return (
    <div className="page list-page">
      <div className="page-head">
        <h1>{props.title}</h1>
        <div className="page-head-actions">
          {props.actions}
          {props.exportPath ? (
            <ExportButton url={(format) => exportUrl(props.exportPath ?? '', format, apiParams(params))} />
          ) : (
            list.rows.length > 0 && (
              <PageExport
                name={props.title}
                source={props.source}
                query={apiParams(params)}
                columns={settings.visible}
              />
            )
          )}
          {create && (
            <Button type="primary" icon={<PlusOutlined />} onClick={startNew}>
              {create.label}
            </Button>
          )}
        </div>
      </div>
      {props.summary}
      <div className="panel list-panel">
        <div className="list-tools">
          <FilterBar
            params={params}
            filters={props.filters ?? []}
            onChange={change}
            onClear={clearFilters}
            hasSearch={props.hasSearch ?? true}
            searchPlaceholder={props.searchPlaceholder}
          />
          <div className="list-tools-end">
            <Tooltip title={t('common:action.refresh')}>
              <Button
                icon={<ReloadOutlined spin={list.isRefreshing && !list.isFirstLoad} />}
                aria-label={t('common:action.refresh')}
                onClick={list.refetch}
              />
            </Tooltip>
            <ColumnSettings settings={settings} />
          </div>
        </div>
        {props.bulkActions && chosen.length > 0 && (
          <output className="list-bulk">
            <span>{t('common:list.selected', { count: chosen.length })}</span>
            {props.bulkActions({ rows: chosen, clear: () => setChosen([]) })}
            <Button type="link" onClick={() => setChosen([])}>
              {t('common:list.clearSelection')}
            </Button>
          </output>
        )}
        {list.error ? (
          <ErrorPanel error={list.error} onRetry={list.refetch} />
        ) : (
          <ListTable
            label={t('common:list.table', { name: props.title })}
            list={list}
            columns={settings.visible}
            params={params}
            onChange={change}
            rowKey={props.rowKey}
            rowPath={props.rowPath}
            currency={props.currency}
            isNumbered={props.source.mode === 'numbered'}
            isFiltered={isFiltered}
            onClearFilters={clearFilters}
            empty={{
              action: startNew && <Button onClick={startNew}>{t('common:list.begin')}</Button>,
              ...props.empty,
            }}
            selection={props.bulkActions ? { chosen, onChoose: setChosen } : undefined}
          />
        )}
      </div>
    </div>
  );
}

function focusSearch() {
  document.querySelector<HTMLInputElement>('#list-search')?.focus();
}

function exportUrl(path: string, format: string, query: Record<string, string>): string {
  const parameters = new URLSearchParams({ ...query, format });
  return `${path}${path.includes('?') ? '&' : '?'}${parameters}`;
}
