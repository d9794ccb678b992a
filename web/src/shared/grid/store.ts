import { createStore, type StoreApi } from 'zustand/vanilla';
import { big, isUnreadable } from '@/shared/money';
import { readCell } from './clipboard';
import type { CellPlace, CellValue, GridLine, LineColumn, LinePatch, Reference } from './types';
import { isEditable, isReference, textOf } from './types';

const HISTORY_MAX = 100;

interface Snapshot {
  order: readonly string[];
  byKey: Readonly<Record<string, GridLine>>;
}

export interface LineStoreOptions {
  columns: readonly LineColumn[];
  /** The values of a fresh line. */
  blank?: () => LinePatch;
  /** The column whose value makes a line count: lines without it are dropped on saving. */
  identity?: string;
  /** The column a scan adds to. */
  quantity?: string;
}

export interface LineState extends Snapshot {
  columns: readonly LineColumn[];
  isReadOnly: boolean;
  at: CellPlace | null;
  /** Grows with every activation: an editor belongs to one of them. */
  epoch: number;
  errors: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Counts changes since the lines were loaded; 0 means nothing to save. */
  changes: number;
  past: readonly Snapshot[];
  future: readonly Snapshot[];
}

export interface LineActions {
  load: (lines: readonly LinePatch[], options?: { isDirty?: boolean }) => void;
  setReadOnly: (isReadOnly: boolean) => void;
  setColumns: (columns: readonly LineColumn[]) => void;
  activate: (at: CellPlace | null) => void;
  /** Changes cells of one line. Successive changes of the same cell are one step of undo. */
  change: (key: string, patch: LinePatch, field?: string) => void;
  changeAll: (patch: LinePatch) => void;
  /** Goes to the next or previous editable cell; after the last one a new line begins. */
  step: (by: 1 | -1, options?: { passesBy?: boolean }) => void;
  moveRow: (by: number) => void;
  moveColumn: (by: 1 | -1) => void;
  insertLine: () => void;
  removeLine: () => void;
  copyAbove: () => void;
  paste: (
    rows: readonly (readonly string[])[],
    resolve?: (text: string, column: LineColumn) => Reference | null,
  ) => void;
  /** Adds a scanned item: to its line if it has one, else as a new line. Closes the open editor. */
  scan: (item: Reference, quantity: string, follow: LinePatch) => void;
  setErrors: (errors: readonly { index: number; field: string; message: string }[]) => void;
  setError: (key: string, field: string, message: string | null) => void;
  undo: () => void;
  redo: () => void;
  /** Lines that hold something, in order. */
  filled: () => GridLine[];
  /**
   * Before saving: takes empty lines out from between the others, so that the server counts as the page does, and marks
   * lines on which something stands but not what makes them count. Returns the numbers of the marked ones.
   */
  settle: () => number[];
  /** Marks text where a number or a day belongs; returns the numbers of its lines. */
  unreadable: () => number[];
  /** Opens the first marked cell that can be changed. */
  attend: () => void;
  /** Adds facts to what was chosen, such as its stock, by its id. No change of the document, no step of undo. */
  inform: (facts: ReadonlyMap<string, Record<string, unknown>>) => void;
  markSaved: () => void;
}

export type LineStore = StoreApi<LineState & LineActions>;

let lastKey = 0;
const newKey = () => `l${++lastKey}`;

export function createLineStore(options: LineStoreOptions): LineStore {
  const identity = options.identity ?? 'item';
  const quantityField = options.quantity ?? 'entered_quantity';
  const blankLine = (): GridLine => ({ ...options.blank?.(), key: newKey() });
  const isFilled = (line: GridLine) =>
    line[identity] !== null && line[identity] !== undefined && line[identity] !== '';

  return createStore<LineState & LineActions>()((set, get) => {
    let lastEdit = '';

    /** Puts new lines in place and remembers the old ones; keeps one blank line at the end for typing on. */
    const commit = (next: Snapshot, edit = '') => {
      const state = get();
      const isSameEdit = edit !== '' && edit === lastEdit;
      lastEdit = edit;
      const past = isSameEdit ? state.past : [...state.past, pick(state)].slice(-HISTORY_MAX);
      set({ ...withTrailingBlank(next), past, future: [], changes: state.changes + 1 });
    };

    const withTrailingBlank = (next: Snapshot): Snapshot => {
      if (get().isReadOnly) return next;
      const last = next.byKey[next.order[next.order.length - 1] ?? ''];
      if (last && !isFilled(last)) return next;
      const line = blankLine();
      return { order: [...next.order, line.key], byKey: { ...next.byKey, [line.key]: line } };
    };

    const rowIndex = () => get().order.indexOf(get().at?.key ?? '');
    const canEdit = (key: string, column: number) => {
      const { columns, byKey } = get();
      const [line, found] = [byKey[key], columns[column]];
      return Boolean(line && found && isEditable(found, line));
    };
    const firstEditable = (key: string) => get().columns.findIndex((_, column) => canEdit(key, column));
    const activate = (at: CellPlace | null) => {
      lastEdit = '';
      set((state) => ({ at, epoch: state.epoch + 1 }));
    };

    return {
      order: [],
      byKey: {},
      columns: options.columns,
      isReadOnly: false,
      at: null,
      epoch: 0,
      errors: {},
      changes: 0,
      past: [],
      future: [],
      load(lines, { isDirty = false } = {}) {
        const keyed = lines.map((line): GridLine => ({ ...blankLine(), ...line, key: newKey() }));
        const byKey = Object.fromEntries(keyed.map((line) => [line.key, line]));
        lastEdit = '';
        set({
          ...withTrailingBlank({ order: keyed.map((line) => line.key), byKey }),
          at: null,
          errors: {},
          past: [],
          future: [],
          changes: isDirty ? 1 : 0,
        });
      },
      setReadOnly(isReadOnly) {
        set({ isReadOnly, at: null });
        const { order, byKey } = get();
        if (!isReadOnly) return set(withTrailingBlank({ order, byKey }));
        set({ order: order.filter((key) => byKey[key] && isFilled(byKey[key])) });
      },
      setColumns: (columns) => set({ columns }),
      activate(at) {
        if (at && get().isReadOnly) return;
        if (at && !canEdit(at.key, at.column)) return;
        activate(at);
      },
      change(key, patch, field) {
        const { order, byKey, errors } = get();
        const line = byKey[key];
        if (!line) return;
        if (Object.entries(patch).every(([name, value]) => line[name] === value)) return;
        const kept = Object.entries(errors[key] ?? {}).filter(([name]) => !(name in patch));
        set({ errors: { ...errors, [key]: Object.fromEntries(kept) } });
        commit(
          { order, byKey: { ...byKey, [key]: { ...line, ...patch, key } } },
          field ? `${key}/${field}` : '',
        );
      },
      changeAll(patch) {
        const { order, byKey } = get();
        const changed = order.map((key): [string, GridLine] => [key, { ...byKey[key], ...patch, key }]);
        commit({ order, byKey: Object.fromEntries(changed) });
      },
      step(by, { passesBy = false } = {}) {
        const { at, columns, order } = get();
        if (!at) return;
        let [row, column] = [rowIndex(), at.column + by];
        for (let guard = 0; guard < columns.length * 2 + 2; guard++) {
          if (column >= columns.length) [row, column] = [row + 1, 0];
          if (column < 0) [row, column] = [row - 1, columns.length - 1];
          if (row < 0) return;
          const key = order[row] ?? appendBlank();
          const isPassed = passesBy && columns[column]?.isPassedByEnter;
          if (canEdit(key, column) && !isPassed) return activate({ key, column });
          column += by;
        }
      },
      moveRow(by) {
        const { at, order } = get();
        const key = at && order[rowIndex() + by];
        if (at && key) activate({ key, column: canEdit(key, at.column) ? at.column : firstEditable(key) });
      },
      moveColumn(by) {
        const { at, columns } = get();
        if (!at) return;
        for (let column = at.column + by; column >= 0 && column < columns.length; column += by) {
          if (canEdit(at.key, column)) return activate({ key: at.key, column });
        }
      },
      insertLine() {
        const { order, byKey, isReadOnly } = get();
        if (isReadOnly) return;
        const line = blankLine();
        const row = Math.max(rowIndex(), 0);
        commit({ order: order.toSpliced(row, 0, line.key), byKey: { ...byKey, [line.key]: line } });
        activate({ key: line.key, column: firstEditable(line.key) });
      },
      removeLine() {
        const { at, order, byKey, errors, isReadOnly } = get();
        if (!at || isReadOnly) return;
        const row = rowIndex();
        const { [at.key]: _gone, ...rest } = byKey;
        const { [at.key]: _errors, ...keptErrors } = errors;
        set({ at: null, errors: keptErrors });
        commit({ order: order.filter((key) => key !== at.key), byKey: rest });
        const key = get().order[Math.min(row, get().order.length - 1)];
        if (key) activate({ key, column: canEdit(key, at.column) ? at.column : firstEditable(key) });
      },
      copyAbove() {
        const { at, order, byKey, columns } = get();
        const row = rowIndex();
        const above = byKey[order[row - 1] ?? ''];
        const line = at && byKey[at.key];
        if (!at || !above || !line) return;
        const field = columns[at.column]?.key ?? '';
        const { key: _key, id: _id, line_no: _number, ...whole } = above;
        const patch: LinePatch = isFilled(line) ? { [field]: above[field] } : whole;
        commit({ order, byKey: { ...byKey, [at.key]: { ...line, ...patch, key: line.key } } });
      },
      paste(rows, resolve) {
        const { at, columns, isReadOnly } = get();
        if (!at || isReadOnly || rows.length === 0) return;
        const order = [...get().order];
        const byKey = { ...get().byKey };
        const start = rowIndex();
        const found: LineState['errors'] = {};
        rows.forEach((cells, offset) => {
          let line = byKey[order[start + offset] ?? ''];
          if (!line) {
            line = blankLine();
            order.push(line.key);
          }
          const { patch, errors } = readRow({ line, cells, columns: columns.slice(at.column), resolve });
          byKey[line.key] = { ...line, ...patch, key: line.key };
          if (Object.keys(errors).length > 0)
            (found as Record<string, Record<string, string>>)[line.key] = errors;
        });
        commit({ order, byKey });
        set({ errors: { ...get().errors, ...found }, at: null });
      },
      scan(item, quantity, follow) {
        const { order, byKey } = get();
        set({ at: null });
        const same = order.find((key) => {
          const held = byKey[key]?.[identity];
          return (
            isReference(held ?? null) && (held as Reference).id === item.id && sameUnit(byKey[key], follow)
          );
        });
        const line = same ? byKey[same] : undefined;
        if (line) {
          const total = big(line[quantityField] as string)
            .plus(big(quantity))
            .toFixed();
          return commit({ order, byKey: { ...byKey, [line.key]: { ...line, [quantityField]: total } } });
        }
        const blankKey = order.find((key) => byKey[key] && !isFilled(byKey[key]));
        const target = (blankKey && byKey[blankKey]) || blankLine();
        const filled: GridLine = {
          ...target,
          ...follow,
          [identity]: item,
          [quantityField]: quantity,
          key: target.key,
        };
        commit({
          order: blankKey ? order : [...order, target.key],
          byKey: { ...byKey, [target.key]: filled },
        });
      },
      setErrors(list) {
        const keys = get()
          .filled()
          .map((line) => line.key);
        const errors: Record<string, Record<string, string>> = {};
        for (const { index, field, message } of list) {
          const key = keys[index];
          if (key) errors[key] = { ...errors[key], [field]: message };
        }
        set({ errors });
        get().attend();
      },
      attend() {
        const { order, columns, errors } = get();
        for (const key of order) {
          const column = columns.findIndex((known, at) => errors[key]?.[known.key] && canEdit(key, at));
          if (column >= 0) return activate({ key, column });
        }
      },
      setError(key, field, message) {
        const { [field]: _old, ...rest } = get().errors[key] ?? {};
        set({ errors: { ...get().errors, [key]: message === null ? rest : { ...rest, [field]: message } } });
      },
      undo() {
        const { past, future } = get();
        const before = past[past.length - 1];
        if (!before) return;
        lastEdit = '';
        set({
          ...before,
          past: past.slice(0, -1),
          future: [pick(get()), ...future],
          at: null,
          changes: get().changes + 1,
        });
      },
      redo() {
        const [after, ...future] = get().future;
        if (!after) return;
        lastEdit = '';
        set({ ...after, past: [...get().past, pick(get())], future, at: null, changes: get().changes + 1 });
      },
      filled() {
        const { order, byKey } = get();
        return order.flatMap((key) => (byKey[key] && isFilled(byKey[key]) ? [byKey[key]] : []));
      },
      settle() {
        const { order, byKey, columns, errors, at } = get();
        const fresh = blankLine();
        const isBegun = (line: GridLine) =>
          Object.keys(errors[line.key] ?? {}).length > 0 ||
          columns.some(
            (column) => isEditable(column, line) && isTouched(line[column.key], fresh[column.key]),
          );
        const isKept = (key: string, index: number) =>
          index === order.length - 1 || Boolean(byKey[key] && (isFilled(byKey[key]) || isBegun(byKey[key])));
        const kept = order.filter(isKept);
        const begun = kept.filter((key) => byKey[key] && !isFilled(byKey[key]) && isBegun(byKey[key]));
        const marks = begun.map((key) => {
          const known = errors[key] ?? {};
          return [key, { ...known, [identity]: known[identity] ?? 'grid:error.required' }] as const;
        });
        set({
          order: kept,
          errors: { ...errors, ...Object.fromEntries(marks) },
          at: at && kept.includes(at.key) ? at : null,
        });
        return begun.map((key) => kept.indexOf(key) + 1);
      },
      unreadable() {
        const { order, byKey, columns, errors } = get();
        const marks: LineState['errors'] = Object.fromEntries(
          order.flatMap((key) => {
            const wrong = columns.filter((column) => !isReadable(column, byKey[key]?.[column.key]));
            const words = wrong.map((column) => [column.key, errors[key]?.[column.key] ?? wordOf(column)]);
            return wrong.length > 0 ? [[key, { ...errors[key], ...Object.fromEntries(words) }]] : [];
          }),
        );
        set({ errors: { ...errors, ...marks } });
        return order.flatMap((key, index) => (marks[key] ? [index + 1] : []));
      },
      inform(facts) {
        const { byKey } = get();
        const told = Object.values(byKey).flatMap((line) => {
          const held = line[identity] ?? null;
          const known = isReference(held) ? facts.get(held.id) : undefined;
          if (!known || !isReference(held)) return [];
          if (Object.entries(known).every(([name, value]) => held[name] === value)) return [];
          return [[line.key, { ...line, [identity]: { ...held, ...known } }] as const];
        });
        if (told.length > 0) set({ byKey: { ...byKey, ...Object.fromEntries(told) } });
      },
      markSaved: () => set({ changes: 0 }),
    };

    function appendBlank(): string {
      const { order, byKey } = get();
      const line = blankLine();
      set({ order: [...order, line.key], byKey: { ...byKey, [line.key]: line } });
      return line.key;
    }
  });
}

function pick({ order, byKey }: Snapshot): Snapshot {
  return { order, byKey };
}

/** True when a cell holds something that a fresh line does not. */
function isTouched(value: CellValue, fresh: CellValue): boolean {
  return value !== null && value !== undefined && value !== '' && value !== fresh;
}

function sameUnit(line: GridLine | undefined, follow: LinePatch): boolean {
  const [held, scanned] = [line?.unit, follow.unit];
  if (!isReference(held ?? null) || !isReference(scanned ?? null)) return true;
  return (held as Reference).id === (scanned as Reference).id;
}

interface PastedRow {
  line: GridLine;
  cells: readonly string[];
  columns: readonly LineColumn[];
  resolve?: (text: string, column: LineColumn) => Reference | null;
}

function readRow({ line, cells, columns, resolve }: PastedRow): {
  patch: LinePatch;
  errors: Record<string, string>;
} {
  let patch: LinePatch = {};
  const errors: Record<string, string> = {};
  cells.forEach((text, offset) => {
    const column = columns[offset];
    if (!column || !isEditable(column, line)) return;
    const read = readCell(text, column, { ...line, ...patch, key: line.key }, resolve);
    if (read.error) errors[column.key] = read.error;
    patch = { ...patch, ...read.patch };
  });
  return { patch, errors };
}

/** What is typed may be kept although it is no number or day. */
function isReadable(column: LineColumn, value: CellValue): boolean {
  const text = textOf(value);
  if (column.kind === 'number') return !isUnreadable(text);
  return column.kind !== 'date' || text === '' || /^\d{4}-\d{2}-\d{2}$/.test(text);
}

function wordOf(column: LineColumn): string {
  return column.kind === 'date' ? 'grid:error.date' : 'grid:error.number';
}
