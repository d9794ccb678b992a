import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';
import { applyLanguage } from '@/i18n';
import { hasChosenLanguage, languageOfServer } from '@/i18n/language';
import { ErrorPanel, SplashScreen } from '@/shared/feedback';
import { ForbiddenPage } from './pages/ForbiddenPage';
import type { Requirement } from './permissions';
import { sessionQuery, useCan } from './session';

/** Lets only logged-in users through; everybody else goes to the first-run page or the login, and comes back after. */
export function SessionGate() {
  const { data: session, error, refetch } = useQuery(sessionQuery);
  const location = useLocation();
  const accountLanguage = languageOfServer(session?.user?.language);
  useEffect(() => {
    if (accountLanguage && !hasChosenLanguage()) void applyLanguage(accountLanguage, false);
  }, [accountLanguage]);
  if (error && !session) return <ErrorPanel error={error} onRetry={refetch} isFullPage />;
  if (!session) return <SplashScreen />;
  if (!session.authenticated) {
    if (session.setup_required) return <Navigate to="/setup" replace />;
    const here = location.pathname + location.search;
    return <Navigate to={here === '/' ? '/login' : `/login?next=${encodeURIComponent(here)}`} replace />;
  }
  if (session.user?.must_change_password && location.pathname !== '/password') {
    return <Navigate to="/password" replace />;
  }
  return <Outlet />;
}

/** Shows the page, or says which permission is missing. */
export function RequirePermission(props: { requirement: Requirement; children: React.ReactNode }) {
  const can = useCan();
  return can(props.requirement) ? props.children : <ForbiddenPage requirement={props.requirement} />;
}
