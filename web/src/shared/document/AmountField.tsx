import { Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { formatAmount, formatQuantity, isUnreadable, parseDecimal } from '@/shared/money';

interface AmountFieldProps {
  id?: string;
  value?: string | null;
  onChange?: (value: string | null) => void;
  currency?: string;
  /** A quantity keeps all its digits. */
  isQuantity?: boolean;
  disabled?: boolean;
  placeholder?: string;
  'aria-label'?: string;
  size?: 'small' | 'middle';
}

/**
 * An amount as decimal text in and out. Whatever a person writes for a number is understood; the rest stays to be seen, and
 * is handed on as it is: the beginning of it that could be read is not what was meant.
 */
export function AmountField({ value, onChange, currency, isQuantity, ...props }: AmountFieldProps) {
  const [text, setText] = useState<string | null>(null);
  const [isRefused, setRefused] = useState(false);
  const told = useRef<string | null | undefined>(value);
  useEffect(() => {
    // A value from outside replaces what was being typed; our own echo does not.
    if (told.current === value) return;
    told.current = value;
    setText(null);
    setRefused(false);
  }, [value]);
  const read = (typed: string) => {
    setText(typed);
    const amount = isUnreadable(typed) ? typed.trim() : parseDecimal(typed);
    setRefused(false);
    if (amount === (told.current ?? null)) return;
    told.current = amount;
    onChange?.(amount);
  };
  const settle = () => {
    if (text === null) return;
    if (isUnreadable(text)) return setRefused(true);
    setText(null);
  };
  return (
    <Input
      {...props}
      className="amount-field"
      inputMode="decimal"
      autoComplete="off"
      status={isRefused ? 'error' : undefined}
      value={text ?? (isQuantity ? formatQuantity(value) : formatAmount(value, currency))}
      onFocus={(event) => event.target.select()}
      onChange={(event) => read(event.target.value)}
      onBlur={settle}
    />
  );
}
