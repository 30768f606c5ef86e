"""The words of the trade: values without input, output, clock or framework."""
