import { lazy, type ReactNode, Suspense } from 'react';
import { createBrowserRouter, Navigate, Outlet, type RouteObject } from 'react-router';
import { PageSkeleton } from '@/shared/feedback';
import { RouteError } from './ErrorBoundary';
import { RequirePermission, SessionGate } from './gates';
import { allowedMenu, manifests, type PageEntry } from './manifest';
import { NotFoundPage } from './pages/NotFoundPage';
import { useSession } from './session';
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

const hasWorkbench = manifests.some((feature) => feature.pages.some((page) => page.path === ''));

/** Without a workbench, the first page of the menu is the start page. */
function FirstPage() {
  const { permissions } = useSession();
  const first = allowedMenu(manifests, permissions)[0]?.entries[0];
  return first ? <Navigate to={first.path} replace /> : <NotFoundPage />;
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
                ...(hasWorkbench ? [] : [{ index: true, element: <FirstPage /> }]),
                { path: '*', element: <NotFoundPage /> },
              ],
            },
          ],
        },
      ],
    },
  ]);
}
