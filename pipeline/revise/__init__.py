"""What people change in an archived record: correct, publish, withdraw, restore. Each change is a version."""
