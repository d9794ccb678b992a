import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, waitFor } from '@testing-library/react';
import { App } from 'antd';
import { MemoryRouter } from 'react-router';
import { expect, it, vi } from 'vitest';
import SetupPage from './SetupPage';

const { answer } = vi.hoisted(() => ({ answer: vi.fn() }));
vi.mock('../session', () => ({
  sessionQuery: { queryKey: ['session'], queryFn: answer },
  sessionCalls: { setUp: vi.fn() },
}));

/** The page as it opens: the session comes a moment later. */
function open(needsCompany: boolean) {
  const session = { authenticated: false, setup_required: true, setup_needs_company: needsCompany };
  answer.mockImplementation(() => new Promise((resolve) => setTimeout(() => resolve(session), 5)));
  const { container } = render(
    <QueryClientProvider client={new QueryClient()}>
      <App>
        <MemoryRouter initialEntries={['/setup?token=once']}>
          <SetupPage />
        </MemoryRouter>
      </App>
    </QueryClientProvider>,
  );
  return {
    asksForCompany: () => {
      const name = container.querySelector('#company_name');
      return name !== null && name.closest('[hidden]') === null;
    },
    asksForAdministrator: () => container.querySelector('#username') !== null,
  };
}

it('asks for the administrator alone where a company is there already', async () => {
  const page = open(false);
  await waitFor(() => expect(page.asksForAdministrator()).toBe(true));
  expect(page.asksForCompany()).toBe(false);
});

it('asks for the company first where there is none', async () => {
  const page = open(true);
  await waitFor(() => expect(page.asksForCompany()).toBe(true));
  expect(page.asksForAdministrator()).toBe(false);
});
