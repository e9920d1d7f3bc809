// All looks of the component library, for the pages inside. They lie in a layer, so what the house adds stands above them, whenever they come.
import '@mantine/core/styles.layer.css';
