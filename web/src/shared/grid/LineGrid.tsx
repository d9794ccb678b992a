import {
  type ClipboardEvent,
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  useMemo,
  useRef,
} from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { type Hotkey, useHotkeys } from '@/shared/hotkeys';
import { useRoom } from '@/shared/list/useRoom';
import { isTable, parseTsv } from './clipboard';
import { isRightAligned } from './display';
import { GridRow } from './GridRow';
import { GridTotals } from './GridTotals';
import { type CaretContext, type GridCommand, gridCommand } from './keys';
import { gridLayout, marginOf, roomyColumns } from './layout';
import { resolveTexts } from './resolve';
import type { LineStore } from './store';
import { isEditable } from './types';
import './grid.css';

interface LineGridProps {
  store: LineStore;
  /** What the lines are, for screen readers. */
  label: string;
  currency: string;
  /** The height at which the grid scrolls by itself. */
  heightMax?: number;
}

const KEYS: [keys: string, label: string][] = [
  ['enter', 'grid:key.onward'],
  ['tab', 'grid:key.next'],
  ['shift+tab', 'grid:key.previous'],
  ['arrowup', 'grid:key.up'],
  ['arrowdown', 'grid:key.down'],
  ['f2', 'grid:key.edit'],
  ['f7', 'grid:key.choose'],
  ['insert', 'grid:key.insert'],
  ['mod+delete', 'grid:key.remove'],
  ['mod+d', 'grid:key.copyAbove'],
  ['mod+z', 'grid:key.undo'],
  ['mod+y', 'grid:key.redo'],
  ['mod+v', 'grid:key.paste'],
  ['escape', 'grid:key.cancel'],
  ['f6', 'grid:key.leave'],
];
const HOTKEYS: Hotkey[] = KEYS.map(([keys, label]) => ({ id: `grid.${keys}`, keys, label, group: 'grid' }));

/** The lines of a document: keyboard first, safe with input methods, one input at a time however many lines. */
export function LineGrid({ store, label, currency, heightMax = 560 }: LineGridProps) {
  const { t } = useTranslation();
  const root = useRef<HTMLDivElement>(null);
  const isLeaving = useRef(false);
  const order = useStore(store, (state) => state.order);
  const columns = useStore(store, (state) => state.columns);
  const isActive = useStore(store, (state) => state.at !== null);
  const isReadOnly = useStore(store, (state) => state.isReadOnly);
  const origin = useOrigin(store);
  useHotkeys(isReadOnly ? [] : HOTKEYS);
  const room = useRoom(root);
  const shown = useMemo(
    () => roomyColumns(columns, room - marginOf(isReadOnly)),
    [columns, room, isReadOnly],
  );
  const layout = useMemo(() => gridLayout(shown, isReadOnly), [shown, isReadOnly]);

  const leave = () => {
    isLeaving.current = true;
    store.getState().activate(null);
    root.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.defaultPrevented) return;
    if (event.target === root.current) return startTyping(event, store);
    const command = gridCommand(
      { ...pressOf(event), isComposing: event.nativeEvent.isComposing, keyCode: event.keyCode },
      caretOf(event.target),
    );
    if (!command) return;
    event.preventDefault();
    if (command === 'leave') leave();
    else if (command === 'edit') editInPlace(event.target);
    else if (command === 'cancel') origin.restore();
    else run(store, command);
  };
  const onMouseDown = (event: MouseEvent<HTMLDivElement>) => {
    const cell = (event.target as HTMLElement).closest<HTMLElement>('[data-key]');
    if (!cell || (event.target as HTMLElement).closest('input,select,a,button')) return;
    if (isReadOnly) return;
    event.preventDefault();
    store.getState().activate({ key: cell.dataset.key ?? '', column: Number(cell.dataset.column) });
  };
  const onFocus = (event: FocusEvent<HTMLDivElement>) => {
    if (event.target !== root.current || isLeaving.current || isReadOnly) return;
    activateFirst(store);
  };
  const onBlur = (event: FocusEvent<HTMLDivElement>) => {
    if (event.target === root.current) isLeaving.current = false;
    if (event.relatedTarget && !root.current?.contains(event.relatedTarget as Node))
      store.getState().activate(null);
  };
  const onPaste = async (event: ClipboardEvent<HTMLDivElement>) => {
    const text = event.clipboardData.getData('text/plain');
    const { at } = store.getState();
    if (!at || !isTable(text)) return;
    event.preventDefault();
    const rows = parseTsv(text);
    const resolve = await resolveTexts(rows, columns.slice(at.column));
    store.getState().activate(at);
    store.getState().paste(rows, resolve);
  };
  return (
    <div
      ref={root}
      role="grid"
      aria-label={label}
      aria-rowcount={order.length + 1}
      aria-readonly={isReadOnly}
      className={isReadOnly ? 'line-grid is-read-only' : 'line-grid'}
      tabIndex={isActive ? -1 : 0}
      style={{ ...layout, maxHeight: heightMax } as React.CSSProperties}
      onKeyDown={onKeyDown}
      onMouseDown={onMouseDown}
      onFocus={onFocus}
      onBlur={onBlur}
      onPaste={onPaste}
    >
      <div role="row" className="grid-row grid-head">
        <div role="columnheader" className="grid-cell grid-number">
          #
        </div>
        {shown.map((column) => (
          <div
            key={column.key}
            role="columnheader"
            className={isRightAligned(column) ? 'grid-cell is-right' : 'grid-cell'}
          >
            {column.title}
            {column.isRequired && !isReadOnly && <span className="grid-required">*</span>}
          </div>
        ))}
        {!isReadOnly && (
          <div role="columnheader" className="grid-cell">
            <span className="visually-hidden">{t('common:action.delete')}</span>
          </div>
        )}
      </div>
      {order.map((key, index) => (
        <GridRow
          key={key}
          store={store}
          rowKey={key}
          index={index}
          columns={columns}
          shown={shown}
          currency={currency}
        />
      ))}
      <GridTotals store={store} columns={shown} currency={currency} />
    </div>
  );
}

/** Remembers the line as it was when its cell became active, for Esc. */
function useOrigin(store: LineStore) {
  const held = useRef<{ epoch: number; line: Record<string, unknown> } | null>(null);
  const epoch = useStore(store, (state) => state.epoch);
  const { at, byKey } = store.getState();
  if (held.current?.epoch !== epoch) held.current = at ? { epoch, line: { ...byKey[at.key] } } : null;
  return {
    restore: () => {
      const state = store.getState();
      const line = held.current?.line;
      if (!state.at || !line) return;
      state.change(state.at.key, line as never);
      state.setError(state.at.key, state.columns[state.at.column]?.key ?? '', null);
      state.activate(state.at);
    },
  };
}

function pressOf(event: KeyboardEvent) {
  const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
  return { key, ctrlKey, metaKey, shiftKey, altKey };
}

function caretOf(target: EventTarget): CaretContext {
  if (!(target instanceof HTMLInputElement)) {
    const hasSuggestions = target instanceof HTMLElement && 'suggestions' in target.dataset;
    return { isAtStart: true, isAtEnd: true, hasSuggestions, isChanged: false };
  }
  const [start, end, length] = [target.selectionStart ?? 0, target.selectionEnd ?? 0, target.value.length];
  const isAll = start === 0 && end === length;
  return {
    isAtStart: isAll || (start === 0 && end === 0),
    isAtEnd: isAll || (start === length && end === length),
    hasSuggestions: 'suggestions' in target.dataset,
    isChanged: 'changed' in target.dataset,
  };
}

function editInPlace(target: EventTarget): void {
  if (target instanceof HTMLInputElement) target.setSelectionRange(target.value.length, target.value.length);
}

function activateFirst(store: LineStore): void {
  const { order, byKey, columns, activate } = store.getState();
  const key = order.find((known) =>
    columns.some((column) => byKey[known] && isEditable(column, byKey[known])),
  );
  const line = byKey[key ?? ''];
  if (line) activate({ key: line.key, column: columns.findIndex((column) => isEditable(column, line)) });
}

/** On the frame of the grid itself, arrows, Enter and F2 go into the cells. */
function startTyping(event: KeyboardEvent, store: LineStore): void {
  if (!['Enter', 'F2', 'ArrowDown', 'ArrowRight'].includes(event.key) || store.getState().isReadOnly) return;
  event.preventDefault();
  activateFirst(store);
}

function run(store: LineStore, command: GridCommand): void {
  const state = store.getState();
  const actions: Partial<Record<GridCommand, () => void>> = {
    onward: () => state.step(1, { passesBy: true }),
    back: () => state.step(-1, { passesBy: true }),
    next: () => state.step(1),
    previous: () => state.step(-1),
    up: () => state.moveRow(-1),
    down: () => state.moveRow(1),
    left: () => state.moveColumn(-1),
    right: () => state.moveColumn(1),
    insert: state.insertLine,
    remove: state.removeLine,
    copyAbove: state.copyAbove,
    undo: state.undo,
    redo: state.redo,
    choose: () => {
      const column = state.columns.findIndex((known) => known.kind === 'lookup');
      if (state.at && column >= 0) state.activate({ key: state.at.key, column });
    },
  };
  actions[command]?.();
}
