"""Charts in cells: scales, axes, bars, curves and heat. Pure: exact numbers and a size in, lines of text with roles out."""
