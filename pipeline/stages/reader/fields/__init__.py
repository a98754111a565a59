"""What a document says about itself: one module a field, or a family of fields."""
