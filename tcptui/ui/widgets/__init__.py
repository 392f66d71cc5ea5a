"""The workbench's widgets: attributes come down to them, messages go up from them."""
