import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import type { FormRule } from 'antd';
import { Button, Form } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export interface RowsColumn {
  name: string;
  label: string;
  width: number;
  rules?: FormRule[];
  valuePropName?: string;
  /** The control of a row; it gets its value from the form. */
  control: (row: number, label: string) => ReactNode;
}

interface RowsFieldProps {
  name: string;
  title: string;
  columns: readonly RowsColumn[];
  /** The values of a fresh row. */
  blank: () => object;
  addLabel?: string;
  isReadOnly?: boolean;
  hint?: ReactNode;
}

/** A few rows inside a form: packs, barcodes, addresses. Long lists belong on the line grid. */
export function RowsField({ name, title, columns, blank, addLabel, isReadOnly, hint }: RowsFieldProps) {
  const { t } = useTranslation();
  const template = `${columns.map((column) => `${column.width}px`).join(' ')} 32px`;
  return (
    <section className="rows-field" aria-label={title}>
      <h2>{title}</h2>
      {hint && <p className="field-note">{hint}</p>}
      <Form.List name={name}>
        {(rows, { add, remove }) => (
          <>
            <div className="rows-field-scroll">
              {rows.length > 0 && (
                <div
                  className="rows-field-row rows-field-head"
                  style={{ gridTemplateColumns: template }}
                  aria-hidden="true"
                >
                  {columns.map((column) => (
                    <span key={column.name}>{column.label}</span>
                  ))}
                </div>
              )}
              {rows.map((row, index) => (
                <div key={row.key} className="rows-field-row" style={{ gridTemplateColumns: template }}>
                  {columns.map((column) => (
                    <Form.Item
                      key={column.name}
                      name={[row.name, column.name]}
                      rules={column.rules}
                      valuePropName={column.valuePropName}
                    >
                      {column.control(index, `${title} ${index + 1} ${column.label}`)}
                    </Form.Item>
                  ))}
                  {!isReadOnly && (
                    <Button
                      type="text"
                      icon={<DeleteOutlined />}
                      aria-label={t('common:record.removeRow', { row: index + 1 })}
                      onClick={() => remove(row.name)}
                    />
                  )}
                </div>
              ))}
            </div>
            {!isReadOnly && (
              <Button size="small" icon={<PlusOutlined />} onClick={() => add(blank())}>
                {addLabel ?? t('common:record.addRow')}
              </Button>
            )}
          </>
        )}
      </Form.List>
    </section>
  );
}
