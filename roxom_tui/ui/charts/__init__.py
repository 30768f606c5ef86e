"""Charts in cells: scales, axes, bars, curves, heat. Pure: exact numbers and a size in, lines with roles out."""
