"""Benchmarks of speed and quality, each measured against peers in one run."""
