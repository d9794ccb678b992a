import { DatePicker } from 'antd';
import dayjs from 'dayjs';

interface DateFieldProps {
  id?: string;
  value?: string | null;
  onChange?: (value: string | null) => void;
  allowClear?: boolean;
}

/** A date as ISO text in and out, so that forms and drafts hold plain values. */
export function DateField({ id, value, onChange, allowClear = false }: DateFieldProps) {
  return (
    <DatePicker
      id={id}
      value={value ? dayjs(value) : null}
      allowClear={allowClear}
      onChange={(date) => onChange?.(date ? date.format('YYYY-MM-DD') : null)}
    />
  );
}
