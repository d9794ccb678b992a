import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { CellEditor } from './CellEditor';
import { cellDisplay, isRightAligned } from './display';
import { faultId, GridFaults } from './GridFaults';
import type { LineStore } from './store';
import { type GridLine, isEditable, type LineColumn } from './types';

interface GridRowProps {
  store: LineStore;
  rowKey: string;
  index: number;
  /** All columns, by whose places the cells are known, and those that there is room for. */
  columns: readonly LineColumn[];
  shown: readonly LineColumn[];
  currency: string;
}

/** One line. It subscribes to itself alone: typing in one row does not draw the others. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { store, rowKey, index, columns, shown, currency } = props;
  const { t } = useTranslation();
  const line = useStore(store, (state) => state.byKey[rowKey]);
  const active = useStore(store, (state) => (state.at?.key === rowKey ? state.at.column : -1));
  const epoch = useStore(store, (state) => (state.at?.key === rowKey ? state.epoch : 0));
  const errors = useStore(store, (state) => state.errors[rowKey]);
  const isReadOnly = useStore(store, (state) => state.isReadOnly);
  if (!line) return null;
  return (
    <div role="row" aria-rowindex={index + 2} className={active >= 0 ? 'grid-row is-active' : 'grid-row'}>
      <div role="rowheader" className="grid-cell grid-number">
        {index + 1}
      </div>
      {shown.map((column) => (
        <GridCell
          key={column.key}
          column={column}
          line={line}
          position={columns.indexOf(column)}
          isWrong={Boolean(errors?.[column.key])}
          isReadOnly={isReadOnly}
          currency={currency}
        >
          {column === columns[active] && (
            <CellEditor
              key={epoch}
              store={store}
              line={line}
              column={column}
              row={index}
              faultId={errors?.[column.key] && faultId(rowKey, column.key)}
            />
          )}
        </GridCell>
      ))}
      {!isReadOnly && (
        <div role="gridcell" className="grid-cell grid-remove">
          <button
            type="button"
            tabIndex={-1}
            aria-label={t('grid:remove', { row: index + 1 })}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => {
              const state = store.getState();
              state.activate({
                key: rowKey,
                column: columns.findIndex((column) => isEditable(column, line)),
              });
              state.removeLine();
            }}
          >
            ×
          </button>
        </div>
      )}
      <GridFaults rowKey={rowKey} columns={columns} errors={errors} />
    </div>
  );
});

interface GridCellProps {
  column: LineColumn;
  line: GridLine;
  position: number;
  isWrong: boolean;
  isReadOnly: boolean;
  currency: string;
  children: React.ReactNode;
}

function GridCell({ column, line, position, isWrong, isReadOnly, currency, children }: GridCellProps) {
  const isOpen = !isReadOnly && isEditable(column, line);
  const names = ['grid-cell'];
  if (isRightAligned(column)) names.push('is-right');
  if (!isOpen) names.push('is-locked');
  if (isWrong) names.push('has-error');
  if (children) names.push('is-editing');
  if (column.kind === 'lookup') names.push('is-wide');
  return (
    <div
      role="gridcell"
      className={names.join(' ')}
      data-key={line.key}
      data-column={position}
      aria-invalid={isWrong || undefined}
      aria-describedby={isWrong ? faultId(line.key, column.key) : undefined}
      aria-readonly={!isOpen}
      data-label={column.title}
    >
      {children || cellDisplay(column, line, currency)}
    </div>
  );
}
