"""The pages that people read: one module an idea, thin over the finder and the showcase."""
