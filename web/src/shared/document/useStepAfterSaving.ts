import { useEffect, useRef } from 'react';
import { useLocation, useNavigate } from 'react-router';

/** What the address of a document just created carries when it was saved to be taken forward at once. */
export const GOES_FORWARD = { forward: true };

/** Takes the way forward of a document that was created by "save and …": one step, and only one. */
export function useStepAfterSaving(forward: string | undefined, take: (verb: string) => void): void {
  const navigate = useNavigate();
  const { pathname, state } = useLocation();
  const isWanted = (state as { forward?: boolean } | null)?.forward === true;
  // The address loses its mark a moment later; until then the step after this one is the way forward.
  const isTaken = useRef(false);
  useEffect(() => {
    if (!isWanted || !forward || isTaken.current) return;
    isTaken.current = true;
    navigate(pathname, { replace: true, state: null });
    take(forward);
  }, [isWanted, forward, take, navigate, pathname]);
}
