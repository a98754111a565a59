"""THE FUSE BOX: settings, logging, the queue, the embedded broker, and the one container that chooses adapters."""
