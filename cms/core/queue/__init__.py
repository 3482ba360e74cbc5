"""The configuration and storage of Huey, the task queue."""
