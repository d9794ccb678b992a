import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { LineColumn } from './types';

interface GridFaultsProps {
  rowKey: string;
  columns: readonly LineColumn[];
  /** By field, as the store keeps them. */
  errors: Readonly<Record<string, string>> | undefined;
}

/** Below a line, in full: what is wrong in it, cell by cell. The cells refer to it by `faultId`. */
export function GridFaults({ rowKey, columns, errors = {} }: GridFaultsProps) {
  const { t } = useTranslation();
  const faults = Object.entries(errors);
  if (faults.length === 0) return null;
  return (
    <div role="gridcell" className="grid-faults">
      {faults.map(([field, error]) => (
        <div key={field} className="grid-fault" id={faultId(rowKey, field)}>
          <FieldName column={columns.find((column) => column.key === field)} />
          {faultText(error, t)}
        </div>
      ))}
    </div>
  );
}

function FieldName({ column }: { column: LineColumn | undefined }) {
  return column && <b>{column.title}</b>;
}

export function faultId(rowKey: string, field: string): string {
  return `grid-fault-${rowKey}-${field}`;
}

/** The words of a fault: its own, or a text of the grid with what was pasted. */
function faultText(error: string, t: TFunction): string {
  if (!error.startsWith('grid:')) return error;
  const [key = '', ...pasted] = error.split('|');
  return t(key, { text: pasted.join('|') });
}
