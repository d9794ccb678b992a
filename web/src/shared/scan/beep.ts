let context: AudioContext | null = null;

/** A short high tone for a known code, a long low one for an unknown: heard without looking up. */
export function beep(isKnown: boolean): void {
  try {
    context ??= new AudioContext();
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = isKnown ? 1200 : 260;
    volume.gain.value = 0.06;
    tone.connect(volume).connect(context.destination);
    tone.start();
    tone.stop(context.currentTime + (isKnown ? 0.07 : 0.35));
  } catch {
    // No sound device, or no permission to use it: the page also shows what happened.
  }
}
