import { IconUserCircle } from '@tabler/icons-react';
import type { Right } from '../api/types.ts';
import { paths } from '../paths.ts';

/** The navigation, in order. A place with a right is shown to those who hold it. */
export const nav: {
  to: (typeof paths)[keyof typeof paths];
  label: 'profile';
  icon: typeof IconUserCircle;
  right?: Right;
}[] = [{ to: paths.profile, label: 'profile', icon: IconUserCircle }];
