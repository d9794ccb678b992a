import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { BrowserRouter } from 'react-router';
import { beforeEach, describe, expect, it } from 'vitest';
import { apiParams, changeSearch, readListParams, useListParams } from './useListParams';

describe('the address of a list', () => {
  it('holds search, order, page and filters, and leaves out what is usual', () => {
    const search = changeSearch('', { q: '钉子', sort: '-date', page: 3, filters: { status: 'draft' } });
    expect(search.toString()).toBe('page=3&q=%E9%92%89%E5%AD%90&sort=-date&status=draft');
    expect(changeSearch('', { sort: '-date', page: 1, pageSize: 50 }, '-date').toString()).toBe('');
  });

  it('goes back to page one when a filter changes', () => {
    expect(changeSearch('?page=4&q=a', { filters: { status: 'draft' } }).toString()).toBe('q=a&status=draft');
  });

  it('reads nonsense as the standard', () => {
    const params = readListParams(new URLSearchParams('page=-2&page_size=x&status='), '-date');
    expect(params).toEqual({ q: '', sort: '-date', page: 1, pageSize: 50, filters: {} });
  });

  it('speaks the words of the API', () => {
    const params = readListParams(new URLSearchParams('q=a&status=draft'), '-date');
    expect(apiParams(params)).toEqual({ q: 'a', sort: '-date', status: 'draft' });
  });
});

describe('two changes in one moment', () => {
  beforeEach(() => window.history.replaceState(null, '', '/'));

  it('both survive', () => {
    const wrapper = ({ children }: { children: ReactNode }) => <BrowserRouter>{children}</BrowserRouter>;
    const { result } = renderHook(() => useListParams(), { wrapper });
    act(() => {
      result.current.change({ sort: '-date' });
      result.current.change({ q: 'a' });
    });
    expect(result.current.params.sort).toBe('-date');
    expect(result.current.params.q).toBe('a');
  });
});
