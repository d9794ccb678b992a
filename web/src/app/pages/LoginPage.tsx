import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Navigate, useNavigate, useSearchParams } from 'react-router';
import { sessionQuery } from '../session';
import { EntryFrame } from './EntryFrame';
import { LoginForm } from './LoginForm';
import { safeNext } from './next';

export default function LoginPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [parameters] = useSearchParams();
  const { data: session } = useQuery({ ...sessionQuery, meta: { silent: true } });
  const next = safeNext(parameters.get('next'));
  if (session?.setup_required) return <Navigate to="/setup" replace />;
  if (session?.authenticated) return <Navigate to={next} replace />;
  return (
    <EntryFrame title={t('access:login.title')}>
      <LoginForm
        onDone={(done) => {
          client.setQueryData(sessionQuery.queryKey, done);
          navigate(next, { replace: true });
        }}
      />
    </EntryFrame>
  );
}
