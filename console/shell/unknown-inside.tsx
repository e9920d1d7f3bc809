import { NotFound } from '../parts/states.tsx';
import { Frame } from './frame.tsx';

export function UnknownInside() {
  return (
    <Frame>
      <NotFound />
    </Frame>
  );
}
