"""What the counts say over time: baselines, bursts, classes of change, and how well they would have warned."""
