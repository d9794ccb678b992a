import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, waitFor } from '@testing-library/react';
import { App } from 'antd';
import { MemoryRouter } from 'react-router';
import { expect, it, vi } from 'vitest';
import SetupPage from './SetupPage';

const { answer, setUp } = vi.hoisted(() => ({ answer: vi.fn(), setUp: vi.fn() }));
vi.mock('../session', () => ({
  sessionQuery: { queryKey: ['session'], queryFn: answer },
  sessionCalls: { setUp },
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
    write: (field: string, value: string) =>
      fireEvent.change(container.querySelector(`#${field}`) as HTMLElement, { target: { value } }),
    finish: () => fireEvent.click(container.querySelector('button[type=submit]') as HTMLElement),
    asksForAdministrator: () => container.querySelector('#username') !== null,
  };
}

it('asks for the administrator alone where a company is there already', async () => {
  const page = open(false);
  await waitFor(() => expect(page.asksForAdministrator()).toBe(true));
  expect(page.asksForCompany()).toBe(false);

  setUp.mockResolvedValue({ authenticated: true, setup_required: false });
  page.write('display_name', '王芳');
  page.write('username', 'owner');
  page.write('password', 'Kiwi-tandem-4821');
  page.write('repeated_password', 'Kiwi-tandem-4821');
  page.finish();
  await waitFor(() => expect(setUp).toHaveBeenCalledOnce());
  expect(setUp.mock.calls[0]?.[0]).toMatchObject({ token: 'once', username: 'owner', company: null });
});

it('asks for the company first where there is none', async () => {
  const page = open(true);
  await waitFor(() => expect(page.asksForCompany()).toBe(true));
  expect(page.asksForAdministrator()).toBe(false);
});
