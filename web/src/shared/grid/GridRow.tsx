import type { TFunction } from 'i18next';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { CellEditor } from './CellEditor';
import { cellDisplay, isRightAligned } from './display';
import type { LineStore } from './store';
import { type GridLine, isEditable, type LineColumn } from './types';

interface GridRowProps {
  store: LineStore;
  rowKey: string;
  index: number;
  columns: readonly LineColumn[];
  currency: string;
}

/** One line. It subscribes to itself alone: typing in one row does not draw the others. */
export const GridRow = memo(function GridRow({ store, rowKey, index, columns, currency }: GridRowProps) {
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
      {columns.map((column, position) => (
        <GridCell
          key={column.key}
          column={column}
          line={line}
          row={index}
          position={position}
          error={errors?.[column.key]}
          isReadOnly={isReadOnly}
          currency={currency}
        >
          {position === active && (
            <CellEditor key={epoch} store={store} line={line} column={column} row={index} />
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
    </div>
  );
});

/** The words of a fault: its own, or a text of the grid with what was pasted. */
function faultText(error: string, t: TFunction): string {
  if (!error.startsWith('grid:')) return error;
  const [key = '', ...pasted] = error.split('|');
  return t(key, { text: pasted.join('|') });
}

interface GridCellProps {
  column: LineColumn;
  line: GridLine;
  row: number;
  position: number;
  error?: string;
  isReadOnly: boolean;
  currency: string;
  children: React.ReactNode;
}

function GridCell({ column, line, position, error, isReadOnly, currency, children }: GridCellProps) {
  const { t } = useTranslation();
  const isOpen = !isReadOnly && isEditable(column, line);
  const message = error && faultText(error, t);
  const names = ['grid-cell'];
  if (isRightAligned(column)) names.push('is-right');
  if (!isOpen) names.push('is-locked');
  if (error) names.push('has-error');
  if (children) names.push('is-editing');
  if (column.kind === 'lookup') names.push('is-wide');
  const shown = children || cellDisplay(column, line, currency);
  return (
    <div
      role="gridcell"
      className={names.join(' ')}
      data-key={line.key}
      data-column={position}
      aria-invalid={error ? true : undefined}
      aria-readonly={!isOpen}
      title={message}
      data-label={column.title}
    >
      {shown}
      {error && <span className={shown ? 'grid-error' : 'grid-fault'}>{message}</span>}
    </div>
  );
}
