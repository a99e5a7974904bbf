"""The drawings that stand in for photographs in the sample province."""
