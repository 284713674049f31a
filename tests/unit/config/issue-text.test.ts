import { expect, it } from 'vitest';
import { z } from 'zod';
import { issueText } from '#config';

const issueOf = (schema: z.ZodType, value: unknown) => {
  const [issue] = schema.safeParse(value, { reportInput: true }).error?.issues ?? [];
  if (!issue) throw new Error('the value was not refused');
  return issueText(issue);
};

it('a wrong value is told in Vietnamese and in English, with what came instead', () => {
  expect(issueOf(z.number(), 'năm')).toEqual({
    vi: 'Đầu vào không hợp lệ: mong đợi số, nhận được string',
    en: 'Invalid input: expected number, received string',
  });
  const long = issueOf(z.string().max(3), 'xin chào');
  expect(long.vi).toMatch(/^Quá lớn/);
  expect(long.en).toMatch(/^Too big/);
});

it('a check of our own keeps its own words', () => {
  const own = z.string().refine(() => false, 'not a time zone');
  expect(issueOf(own, 'x')).toEqual({ vi: 'not a time zone', en: 'not a time zone' });
});
