import { Input } from 'antd';
import type { ReactNode } from 'react';
import { parseDecimal } from '@/shared/money';

interface DecimalInputProps {
  id?: string;
  value?: string | null;
  onChange?: (value: string | null) => void;
  prefix?: ReactNode;
  suffix?: ReactNode;
  placeholder?: string;
  disabled?: boolean;
  autoFocus?: boolean;
  'aria-label'?: string;
  onPressEnter?: (event: React.KeyboardEvent<HTMLInputElement>) => void;
}

/** A number as exact text. What people write (1,200 or full-width digits) becomes a plain decimal on leaving. */
export function DecimalInput({ value, onChange, ...props }: DecimalInputProps) {
  return (
    <Input
      {...props}
      className="decimal-input"
      inputMode="decimal"
      autoComplete="off"
      value={value ?? ''}
      onChange={(event) => onChange?.(event.target.value === '' ? null : event.target.value)}
      onBlur={(event) => {
        const text = event.target.value;
        const plain = parseDecimal(text);
        if (plain !== null && plain !== text) onChange?.(plain);
      }}
    />
  );
}
