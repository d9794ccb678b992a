import { Form, type FormItemProps } from 'antd';
import type { ReactNode } from 'react';
import { required } from '@/shared/forms';

interface FieldProps {
  name: FormItemProps['name'];
  label: string;
  isRequired?: boolean;
  rules?: FormItemProps['rules'];
  span?: 1 | 2 | 4;
  extra?: ReactNode;
  valuePropName?: string;
  children: ReactNode;
}

/** One labelled field of a master record, in the grid of its tab. */
export function Field({ label, isRequired, rules = [], span = 1, children, ...item }: FieldProps) {
  return (
    <div className={`span-${span}`}>
      <Form.Item {...item} label={label} rules={isRequired ? [required(label), ...rules] : rules}>
        {children}
      </Form.Item>
    </div>
  );
}
