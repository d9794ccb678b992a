import { lazy, type ReactNode, Suspense } from 'react';
import { createBrowserRouter, Outlet, type RouteObject } from 'react-router';
import { PageSkeleton } from '@/shared/feedback';
import { RouteError } from './ErrorBoundary';
import { RequirePermission, SessionGate } from './gates';
import { manifests, type PageEntry } from './manifest';
import { NotFoundPage } from './pages/NotFoundPage';
import { AppShell } from './shell/AppShell';
import { RequestFeedback } from './shell/RequestFeedback';

const LoginPage = lazy(() => import('./pages/LoginPage'));
const SetupPage = lazy(() => import('./pages/SetupPage'));
const PasswordPage = lazy(() => import('./pages/PasswordPage'));

function suspended(page: ReactNode): ReactNode {
  return <Suspense fallback={<PageSkeleton />}>{page}</Suspense>;
}

function featureRoute(entry: PageEntry): RouteObject {
  const Page = lazy(entry.load);
  const element = <RequirePermission requirement={entry.permission}>{suspended(<Page />)}</RequirePermission>;
  const errorElement = <RouteError />;
  return entry.path === ''
    ? { index: true, element, errorElement }
    : { path: entry.path, element, errorElement };
}

function Root() {
  return (
    <>
      <RequestFeedback />
      <Outlet />
    </>
  );
}

export function createRouter() {
  return createBrowserRouter([
    {
      element: <Root />,
      errorElement: <RouteError />,
      children: [
        { path: 'login', element: suspended(<LoginPage />) },
        { path: 'setup', element: suspended(<SetupPage />) },
        {
          element: <SessionGate />,
          children: [
            { path: 'password', element: suspended(<PasswordPage />) },
            {
              element: <AppShell />,
              children: [
                ...manifests.flatMap((feature) => feature.pages.map(featureRoute)),
                { path: '*', element: <NotFoundPage /> },
              ],
            },
          ],
        },
      ],
    },
  ]);
}
