// All styles of the component library, for the pages inside. They are in a layer, so Muster's own styles override them in any order.
import '@mantine/core/styles.layer.css';
