"""What the shop costs, each figure beside a constant response measured in the same run."""
