export { ErrorPanel } from './ErrorPanel';
export { errorText, fieldProblemText, sentenceText } from './errorText';
export { EmptyState, PageSkeleton, SplashScreen } from './states';
export { useLeaveGuard } from './useLeaveGuard';
