import type { FormRule } from 'antd';
import i18next from 'i18next';
import { big, parseDecimal } from '@/shared/money';

/** A field that must hold something. */
export function required(label: string): FormRule {
  return {
    required: true,
    whitespace: true,
    message: i18next.t('document:problem.required', { field: label }),
  };
}

interface DecimalLimits {
  /** Also refuses zero. */
  isPositive?: boolean;
  isSigned?: boolean;
}

/** A number or nothing; negative numbers only where asked for. */
export function decimal({ isPositive, isSigned }: DecimalLimits = {}): FormRule {
  return {
    validator: async (_, value: unknown) => {
      if (value === null || value === undefined || value === '') return;
      const plain = parseDecimal(String(value));
      if (plain === null) throw new Error(i18next.t('common:form.invalidNumber'));
      if (isPositive && big(plain).lte(0)) throw new Error(i18next.t('common:form.positive'));
      if (!isSigned && big(plain).lt(0)) throw new Error(i18next.t('common:form.notNegative'));
    },
  };
}

/** What goes to the API for the text of a decimal field. */
export function decimalOrNull(value: unknown): string | null {
  return typeof value === 'string' ? parseDecimal(value) : null;
}
