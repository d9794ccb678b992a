import './hotkeys.css';

const NAMES: Record<string, string> = {
  mod: 'Ctrl',
  alt: 'Alt',
  shift: 'Shift',
  enter: 'Enter',
  tab: 'Tab',
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
  insert: 'Ins',
  delete: 'Del',
};

/** The keys of a binding, drawn as key caps. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <span className="key-hint">
      {keys.split('+').map((part) => (
        <kbd key={part}>{NAMES[part] ?? part.toUpperCase()}</kbd>
      ))}
    </span>
  );
}
