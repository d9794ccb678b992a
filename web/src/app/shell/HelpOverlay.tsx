import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { KeyHint, useHotkeyRegistry } from '@/shared/hotkeys';

const GROUPS = ['general', 'list', 'document', 'grid'] as const;

/** All keys that work on the current page, read from the registry: the list is never out of date. */
export function HelpOverlay({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const hotkeys = useHotkeyRegistry((state) => state.hotkeys);
  return (
    <Modal open={isOpen} onCancel={onClose} footer={null} title={t('common:help.title')} width={640}>
      <div className="help-groups">
        {GROUPS.map((group) => {
          const known = hotkeys.filter((hotkey) => hotkey.group === group);
          if (known.length === 0) return null;
          return (
            <section key={group}>
              <h2>{t(`common:help.${group}`)}</h2>
              <dl>
                {known.map((hotkey) => (
                  <div key={hotkey.id}>
                    <dt>
                      <KeyHint keys={hotkey.keys} />
                    </dt>
                    <dd>{t(hotkey.label)}</dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Modal>
  );
}
