export { ErrorPanel } from './ErrorPanel';
export { errorText, fieldProblemText } from './errorText';
export { EmptyState, PageSkeleton, SplashScreen } from './states';
export { useLeaveGuard } from './useLeaveGuard';
