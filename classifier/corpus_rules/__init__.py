"""What the training texts must be: enough of each kind, written one by one, and free of persons. Pure rules."""
