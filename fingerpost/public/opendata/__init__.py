"""What was published as open data: functions from snapshots to bytes. The same snapshot gives the same bytes."""
