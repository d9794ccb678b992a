import { useEffect, useRef, useState } from 'react';
import { faultProps, useEditorInput } from './useEditorInput';

interface TextEditorProps {
  label: string;
  faultId?: string;
  /** The stored value as it is typed. */
  stored: string;
  /** Reads what was typed; undefined when it cannot be read. */
  read: (text: string) => string | null | undefined;
  onChange: (value: string | null) => void;
  onUnreadable: (text: string) => void;
  isNumeric?: boolean;
  lengthMax?: number;
  placeholder?: string;
}

/** Text, number and date cells: every key updates the line, except while an input method composes. */
export function TextEditor(props: TextEditorProps) {
  const { stored, read } = props;
  const input = useEditorInput<HTMLInputElement>();
  const [text, setText] = useState(stored);
  const initial = useRef(stored);
  const isComposing = useRef(false);
  const latest = useRef({ text, read });
  latest.current = { text, read };
  // The line changed under the editor (copied from above, undone): show it.
  useEffect(() => {
    if (!isComposing.current && latest.current.read(latest.current.text) !== (stored || null)) {
      if (latest.current.read(latest.current.text) !== undefined) setText(stored);
    }
  }, [stored]);
  const write = (typed: string) => {
    const value = read(typed);
    if (value === undefined) props.onUnreadable(typed);
    else props.onChange(value);
  };
  return (
    <input
      ref={input}
      className={props.isNumeric ? 'grid-editor grid-editor-number' : 'grid-editor'}
      aria-label={props.label}
      {...faultProps(props.faultId)}
      value={text}
      inputMode={props.isNumeric ? 'decimal' : undefined}
      maxLength={props.lengthMax}
      placeholder={props.placeholder}
      autoComplete="off"
      spellCheck={false}
      data-changed={text !== initial.current || undefined}
      onCompositionStart={() => {
        isComposing.current = true;
      }}
      onCompositionEnd={(event) => {
        isComposing.current = false;
        write(event.currentTarget.value);
      }}
      onChange={(event) => {
        setText(event.target.value);
        if (!isComposing.current) write(event.target.value);
      }}
    />
  );
}
