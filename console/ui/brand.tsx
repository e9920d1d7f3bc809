import mark from './icon.svg';

/** The product's mark. Its name stands in the title of every page. */
export function BrandMark({ size }: { size: number }) {
  return <img src={mark} width={size} height={size} alt="" style={{ flex: 'none', display: 'block' }} />;
}
