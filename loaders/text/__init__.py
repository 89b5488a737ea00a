"""From a posting's text to lines, sections and sentences."""
