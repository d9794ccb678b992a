export { ErrorPanel } from './ErrorPanel';
export { errorText, factText, fieldProblemText, permissionName } from './errorText';
export { EmptyState, PageSkeleton, SplashScreen } from './states';
export { useLeaveGuard } from './useLeaveGuard';
