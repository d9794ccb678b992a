import { render, screen, waitFor } from '@testing-library/react';
import { useCallback, useState } from 'react';
import { MemoryRouter, useLocation } from 'react-router';
import { expect, it } from 'vitest';
import { GOES_FORWARD, useStepAfterSaving } from './useStepAfterSaving';

/** A document that is submitted, and then could be approved, as soon as a step is taken. */
function Order({ taken }: { taken: string[] }) {
  const [forward, setForward] = useState('submit');
  const take = useCallback(
    (verb: string) => {
      taken.push(verb);
      setForward('approve');
    },
    [taken],
  );
  useStepAfterSaving(forward, take);
  const { state } = useLocation();
  return (
    <p>
      {forward} {state ? 'marked' : 'plain'}
    </p>
  );
}

const open = (state: object | null) => {
  const taken: string[] = [];
  render(
    <MemoryRouter initialEntries={[{ pathname: '/sales/orders/1', state }]}>
      <Order taken={taken} />
    </MemoryRouter>,
  );
  return taken;
};

it('takes one step after saving and leaves the next to the person', async () => {
  const taken = open(GOES_FORWARD);
  await waitFor(() => expect(screen.getByText('approve plain')).toBeTruthy());
  expect(taken).toEqual(['submit']);
});

it('takes no step of a document that was only opened', () => {
  expect(open(null)).toEqual([]);
});
