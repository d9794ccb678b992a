import { useQueryClient } from '@tanstack/react-query';
import { Alert, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useReauthentication } from '@/api/reauthentication';
import { LoginForm } from '../pages/LoginForm';
import { type Session, sessionQuery, useSession } from '../session';

/** The session has ended: log in over the page. What was typed stays; the interrupted request goes out again. */
export function SessionDialog() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { isOpen, settle } = useReauthentication();
  const session = useSession();
  const finish = (next: Session) => {
    const isSamePerson = next.user?.id === session.user?.id;
    client.setQueryData(sessionQuery.queryKey, next);
    settle?.(isSamePerson);
    if (!isSamePerson) window.location.assign('/');
  };
  return (
    <Modal
      open={isOpen}
      onCancel={() => settle?.(false)}
      footer={null}
      width={380}
      title={t('access:session.endedTitle')}
      mask={{ closable: false }}
      destroyOnHidden
    >
      <Alert type="info" showIcon title={t('access:session.endedHint')} className="dialog-alert" />
      <LoginForm username={session.user?.username} onDone={finish} />
    </Modal>
  );
}
