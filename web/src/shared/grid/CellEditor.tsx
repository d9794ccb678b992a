import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { parseDecimal } from '@/shared/money';
import { fractionToPercent, percentToFraction } from './clipboard';
import { completeLine } from './completing';
import { parseDate } from './dates';
import { ChoiceEditor } from './editors/ChoiceEditor';
import { LookupEditor } from './editors/LookupEditor';
import { TextEditor } from './editors/TextEditor';
import type { LineStore } from './store';
import type { GridLine, LineColumn, LinePatch } from './types';
import { isReference, textOf } from './types';

interface CellEditorProps {
  store: LineStore;
  line: GridLine;
  column: LineColumn;
  row: number;
  /** The element that says what is wrong here; absent while nothing is. */
  faultId?: string;
}

/** The input of the one active cell. */
export function CellEditor({ store, line, column, row, faultId }: CellEditorProps) {
  const { t } = useTranslation();
  const actions = store.getState();
  const label = t('grid:cell', { column: column.title, row: row + 1 });
  const change = (patch: LinePatch) => actions.change(line.key, patch, column.key);
  const fail = (message: string) => actions.setError(line.key, column.key, message);
  // It stays in the cell, marked: the beginning of it that could be read is not what was meant.
  const keep = (text: string, message: string) => {
    change({ [column.key]: text });
    fail(message);
  };
  const value = line[column.key];
  if (column.kind === 'lookup') {
    return (
      <LookupEditor
        column={column}
        line={line}
        label={label}
        faultId={faultId}
        current={isReference(value) ? value : null}
        onPick={(choice) => {
          change({ ...(choice && column.follow?.(choice, line)), [column.key]: choice });
          if (choice) void completeLine(store, line.key, column, choice);
        }}
        onNext={(by) => actions.step(by, { passesBy: true })}
        onNotFound={() => fail('grid:error.notFound')}
      />
    );
  }
  if (column.kind === 'choice') {
    return (
      <ChoiceEditor
        label={label}
        faultId={faultId}
        value={textOf(value)}
        options={column.options(line)}
        onChange={(next) => change({ ...column.follow?.(next, line), [column.key]: next })}
      />
    );
  }
  if (column.kind === 'number') {
    const isPercent = column.format === 'percent';
    const parse = isPercent ? percentToFraction : parseDecimal;
    return (
      <TextEditor
        label={label}
        faultId={faultId}
        isNumeric
        stored={isPercent ? fractionToPercent(textOf(value)) : textOf(value)}
        read={(text) =>
          text.trim() === '' ? null : isPercent ? asPercent(text) : (parseDecimal(text) ?? undefined)
        }
        onChange={(typed) => {
          const next = typed === null ? null : parse(typed);
          change({ ...column.follow?.(next, line), [column.key]: next });
        }}
        onUnreadable={(text) => keep(text, 'grid:error.number')}
      />
    );
  }
  if (column.kind === 'date') {
    return (
      <TextEditor
        label={label}
        faultId={faultId}
        stored={textOf(value)}
        read={(text) =>
          text.trim() === '' ? null : (parseDate(text, dayjs().format('YYYY-MM-DD')) ?? undefined)
        }
        onChange={(date) => change({ [column.key]: date })}
        onUnreadable={(text) => keep(text, 'grid:error.date')}
        placeholder="yyyy-mm-dd"
      />
    );
  }
  return (
    <TextEditor
      label={label}
      faultId={faultId}
      stored={textOf(value)}
      read={(text) => text || null}
      onChange={(text) => change({ [column.key]: text ?? '' })}
      onUnreadable={() => undefined}
      lengthMax={column.kind === 'text' ? column.lengthMax : undefined}
    />
  );
}

/** The percentage in its plain form, so that it compares with what the cell shows. */
function asPercent(text: string): string | undefined {
  const fraction = percentToFraction(text);
  return fraction === null ? undefined : fractionToPercent(fraction);
}
