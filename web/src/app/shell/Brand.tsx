/** Name and sign of the product: two streams that meet. */
export function Brand({ isCollapsed }: { isCollapsed?: boolean }) {
  return (
    <div className={isCollapsed ? 'brand brand-small' : 'brand'}>
      <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
        <rect width="32" height="32" rx="7" fill="#0f5bb8" />
        <path
          d="M7 7c0 6 4 6.5 9 9.500M25 7c0 6-4 6.500-9 9.500M16 16.500V26"
          fill="none"
          stroke="#fff"
          strokeWidth="3.2"
          strokeLinecap="round"
        />
      </svg>
      {!isCollapsed && (
        <span className="brand-name">
          合流 <small>Heliu</small>
        </span>
      )}
    </div>
  );
}
