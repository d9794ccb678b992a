import type { Choice } from '../types';
import { faultProps, useEditorInput } from './useEditorInput';

interface ChoiceEditorProps {
  label: string;
  faultId?: string;
  value: string;
  options: readonly Choice[];
  onChange: (value: string) => void;
}

/** A short list: up and down choose, as everywhere in the browser. */
export function ChoiceEditor({ label, faultId, value, options, onChange }: ChoiceEditorProps) {
  const select = useEditorInput<HTMLSelectElement>();
  return (
    <select
      ref={select}
      className="grid-editor"
      aria-label={label}
      {...faultProps(faultId)}
      value={value}
      data-suggestions
      onChange={(event) => onChange(event.target.value)}
    >
      {!options.some((option) => option.value === value) && <option value={value} />}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
