import { describe, expect, it } from 'vitest';
import { categoryTree } from './categories';

const rows = [
  { id: '1', code: 'A', name: 'Clothes', parent_id: null },
  { id: '2', code: 'A1', name: 'Shirts', parent_id: '1' },
  { id: '3', code: 'A11', name: 'Short', parent_id: '2' },
  { id: '4', code: 'B', name: 'Shoes', parent_id: null },
  { id: '5', code: 'C1', name: 'Orphan', parent_id: '9' },
];

describe('the tree of categories', () => {
  it('puts each below its parent, and those without one at the top', () => {
    const tree = categoryTree(rows);
    expect(tree.map((node) => node.title)).toEqual(['Clothes', 'Shoes', 'Orphan']);
    expect(tree[0]?.children[0]?.children[0]?.value).toBe('3');
  });

  it('leaves out a category with all below it, so that none can stand below itself', () => {
    expect(JSON.stringify(categoryTree(rows, '1'))).not.toContain('Shirts');
    expect(categoryTree(rows, '2')[0]?.children).toEqual([]);
  });
});
