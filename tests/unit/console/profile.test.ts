import { describe, expect, it } from 'vitest';
import { ALL_VERBS, FIRST_RIGHTS, ROLES, type Verb } from '#people';
import { type Profile, placesOf } from '../../../src/console/frame/profile.ts';

const placesOfRole = (role: keyof typeof ROLES) => placesOf(new Set<Verb>(ROLES[role].verbs));

describe('where each finds what', () => {
  it('gives each role its own desk', () => {
    const profiles = Object.fromEntries(
      (Object.keys(ROLES) as Array<keyof typeof ROLES>).map((role) => {
        const { profile, home, daily } = placesOfRole(role);
        return [role, [profile, home, daily.length]];
      }),
    );
    expect(profiles).toEqual({
      culture_officer: ['officer', 'hom-nay', 4],
      approver: ['approver', 'duyet', 4],
      operator: ['operator', 'hom-nay', 4],
      authority: ['authority', 'hom-nay', 4],
      inspector: ['inspector', 'nhat-ky', 4],
      village_helper: ['helper', 'quan-ly', 1],
      administrator: ['technician', 'cum-loa', 4],
    });
  });

  it('takes who does one thing only for what he does', () => {
    const alone: Array<readonly [Verb, Profile]> = [
      ['read', 'visitor'],
      ['live', 'operator'],
      ['emergency', 'operator'],
      ['gate', 'technician'],
      ['people', 'technician'],
      ['approve', 'approver'],
      ['inspect', 'inspector'],
      ['confirm', 'helper'],
    ];
    for (const [verb, profile] of alone) expect(placesOf(new Set([verb])).profile, verb).toBe(profile);
    expect(placesOf(new Set()).profile).toBe('visitor');
  });

  it('leads to every open page once, and to no other, whatever somebody may do', () => {
    const sets = [
      [],
      ...ALL_VERBS.map((verb) => [verb]),
      ...ALL_VERBS.map((verb) => ALL_VERBS.filter((one) => one !== verb)),
    ];
    for (const verbs of sets) {
      const { daily, rest, open, home } = placesOf(new Set(verbs));
      const listed = [...daily, ...rest];
      expect(listed.length).toBe(new Set(listed).size);
      expect(new Set([...listed, ...(open.has('khan-cap') ? ['khan-cap'] : [])])).toEqual(open);
      expect(listed).not.toContain('khan-cap');
      expect(daily.length).toBeLessThanOrEqual(4);
      expect(open.has(home)).toBe(true);
    }
  });

  it('keeps away what one may not do', () => {
    const { open } = placesOfRole('inspector');
    for (const page of ['tai-len', 'duyet', 'khan-cap', 'noi-truc-tiep', 'hop-tin'] as const) {
      expect(open.has(page), page).toBe(false);
    }
    expect(placesOf(new Set(FIRST_RIGHTS.map(({ verb }) => verb))).open.size).toBe(12);
  });
});
