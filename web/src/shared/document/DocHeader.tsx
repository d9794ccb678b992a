import { Form, type FormInstance } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { decimal } from '@/shared/forms';
import { isReference } from '@/shared/grid';
import type { HeaderField, HeaderValue } from './types';

interface DocHeaderProps {
  form: FormInstance;
  fields: readonly HeaderField[];
  isReadOnly: boolean;
  onChange: () => void;
}

/** The head of a document: a form while it can be changed, plain text afterwards. */
export function DocHeader({ form, fields, isReadOnly, onChange }: DocHeaderProps) {
  const { t } = useTranslation();
  return (
    <Form form={form} layout="vertical" onValuesChange={onChange} colon={false} component={false}>
      {fields.map((field) => (
        <div key={field.name} className={`document-field span-${field.span ?? 1}`}>
          <Form.Item
            name={field.name}
            label={field.label}
            dependencies={field.dependsOn}
            rules={
              isReadOnly
                ? []
                : [
                    ...(field.isRequired
                      ? [{ required: true, message: t('document:problem.required', { field: field.label }) }]
                      : []),
                    ...(field.isAmount ? [decimal({ isSigned: true })] : []),
                    ...(field.rules ?? []),
                  ]
            }
          >
            {isReadOnly ? <PlainValue show={field.show} /> : field.control}
          </Form.Item>
        </div>
      ))}
    </Form>
  );
}

/** Gets its value from the form, as a control does. */
function PlainValue({ value, show }: { value?: HeaderValue; show?: (value: HeaderValue) => ReactNode }) {
  const isEmpty = value === null || value === undefined || value === '';
  return (
    <div className={isEmpty ? 'document-value is-empty' : 'document-value'}>
      {show ? show(value) : plainText(value)}
    </div>
  );
}

function plainText(value: HeaderValue): string {
  if (value === null || value === undefined || value === '') return '—';
  if (typeof value === 'boolean') return value ? '✓' : '—';
  return isReference(value) ? value.name : value;
}
