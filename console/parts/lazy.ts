import { lazyRouteComponent } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { patiently } from '../ui/server-away.ts';

/** A page whose code loads when someone goes there. Until it is here, the page before stays. */
export function lazy<Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name) {
  return lazyRouteComponent(() => patiently(load), name);
}
